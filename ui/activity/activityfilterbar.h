#pragma once

#include "ui/activity/period.h"

#include <QWidget>

class QLineEdit;

namespace core {
class Clock;
class Directory;
class KeyCache;
} // namespace core

namespace ui {

class Button;
class ChoiceBar;
class FilterButton;

//! Which events are shown: what kind, of which key, scope, address and period. It goes on in a second line where the
//! window is narrow.
class ActivityFilterBar : public QWidget {
    Q_OBJECT

public:
    //! All outlive it.
    struct Services {
        const core::Directory &directory;
        const core::KeyCache &cache;
        const core::Clock &clock;
    };

    explicit ActivityFilterBar(const Services &services, QWidget *parent = nullptr);

    //! Nothing filtered, and the keys and scopes of this organization to choose from.
    void setOrganization(qint64 reference);
    //! Everything but the text.
    core::ActivityFilter filter() const;
    //! As another screen wants it.
    void setFilter(const core::ActivityFilter &filter);
    //! Whether anything but the period is filtered.
    bool isFiltering() const;
    void clear();
    void showOnlyKey(const QString &keyId);
    void showOnlyAddress(const QString &address);

    const Period &period() const { return m_period; }
    void zoomTo(const QDateTime &since, const QDateTime &until);
    void zoomOut();
    void setDetailsButton(bool shown, bool pressed);

Q_SIGNALS:
    void changed(); //!< by a person
    void detailsToggled(bool shown);

private:
    enum class Group { Everything, Requests, Refused, Changes, SignIns };

    void build();
    static QList<core::EventKind> kindsOf(Group group);
    static Group groupOf(const core::ActivityFilter &filter);
    void chooseGroup(Group group);
    void chooseKey(const QString &keyId);
    void chooseScope(const QString &scope);
    void choosePeriod(Period::Last last);
    void offerKeys();
    void offerScopes();
    void offerPeriods();
    void showChosen();
    QString keyName(const QString &keyId) const;

    const Services m_services;
    qint64 m_organization = 0;
    core::ActivityFilter m_filter; //!< without period and text
    Period m_period;
    ChoiceBar *m_groups;
    FilterButton *m_key;
    FilterButton *m_scope;
    QLineEdit *m_address;
    FilterButton *m_periods;
    Button *m_zoomOut;
    Button *m_details;
};

} // namespace ui
