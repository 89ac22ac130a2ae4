#pragma once

#include "core/domain/key.h"
#include "ui/kit/words.h"

#include <QWidget>
#include <array>
#include <optional>

class QGridLayout;

namespace core {
class KeyCache;
}

namespace ui {

class PlainLabel;
class LinkButton;
struct KeyHome;

//! A status as its pill; its word to assistive technology.
class StatusBadge : public QWidget {
    Q_OBJECT

public:
    explicit StatusBadge(QWidget *parent = nullptr);
    void setStatus(words::Shown status);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    words::Shown m_status = words::Shown::Unknown;
};

//! Scopes as tags, all of them, in as many lines as they need.
class ScopeTags : public QWidget {
    Q_OBJECT

public:
    explicit ScopeTags(QWidget *parent = nullptr);
    void setScopes(const QStringList &scopes);

private:
    std::optional<QStringList> m_scopes; //!< nothing was shown yet
};

//! What is known about one key, fact by fact; what does not apply is not there. Updating it moves no focus.
class KeyFacts : public QWidget {
    Q_OBJECT

public:
    explicit KeyFacts(const core::KeyCache &cache, QWidget *parent = nullptr);

    //! The organization is named where \a home says its name.
    void show(const core::Key &key, const KeyHome &home, const QDateTime &now);

Q_SIGNALS:
    void keyWanted(const QString &keyId); //!< one that this one replaces, or is replaced by

private:
    enum Fact {
        Organization,
        Status,
        Scopes,
        Created,
        Expires,
        LastUsed,
        Replaces,
        ReplacedBy,
        Revoked,
        RevokedReason,
        Note,
        RateLimit,
        FactCount
    };

    void add(Fact fact, const QString &name, QWidget *value);
    PlainLabel *addText(Fact fact, const QString &name);
    LinkButton *addLink(Fact fact, const QString &name);
    void setShown(Fact fact, bool shown);
    void setText(Fact fact, const QString &text, const QString &toolTip = {});
    void setLink(Fact fact, const core::Key &key, qint64 organization, const QString &otherId);
    void showEnd(const core::Key &key, const QDateTime &now);

    const core::KeyCache &m_cache;
    QGridLayout *m_grid;
    std::array<PlainLabel *, FactCount> m_names{};
    std::array<QWidget *, FactCount> m_values{};
};

} // namespace ui
