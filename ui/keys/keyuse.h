#pragma once

#include "core/domain/key.h"
#include "core/domain/standing.h"
#include "core/domain/usage.h"

#include <QTimer>
#include <QWidget>

namespace core {
class KeyCache;
class Usage;
struct KeyBreakdown;
struct UsageCounts;
} // namespace core

namespace ui {

class Button;
class Chart;
class PlainLabel;

//! How a key is used: its requests of 30 days, who calls with it, the scopes that it does not use, and its life across
//! rotations. At once as it was read last; read anew when a person stays with the key.
class KeyUse : public QWidget {
    Q_OBJECT

public:
    KeyUse(core::Usage &usage, const core::KeyCache &cache, QWidget *parent = nullptr);

    //! Why no scope can be called unused; empty where that can be said.
    static QString doubtOf(const core::UsageBreakdown &used);

    //! Where the server tells nothing of calls, only the life is shown.
    void show(qint64 organization, const core::Key &key, const core::Standing &standing, const QDateTime &now);

Q_SIGNALS:
    void narrowWanted(const core::Key &key, const core::UsageBreakdown &used);

private:
    PlainLabel *addText(QWidget *part, const QString &objectName);
    void buildCalls();
    void read();
    void showKnown();
    void showCounts(const core::UsageCounts &counts);
    void showBreakdown(const core::KeyBreakdown &breakdown);
    QString callers(bool isRead) const;
    QString life() const;

    core::Usage &m_usage;
    const core::KeyCache &m_cache;
    QTimer m_stays; //!< until the key has been looked at for a moment
    qint64 m_organization = 0;
    core::Key m_key;
    bool m_mayNarrow = false;
    QDateTime m_now;
    QDateTime m_readAt; //!< when the gateway was asked about this key
    core::UsageBreakdown m_used;
    QWidget *m_calls;
    Chart *m_chart;
    PlainLabel *m_sum;
    PlainLabel *m_callers;
    PlainLabel *m_unused;
    Button *m_narrow;
    PlainLabel *m_life;
};

} // namespace ui
