#pragma once

#include "core/storage/usagecache.h"
#include "ui/activity/period.h"
#include "ui/kit/panel.h"

#include <QTimer>

namespace core {
class Clock;
class Usage;
} // namespace core

namespace ui {

class Chart;
class PlainLabel;

//! The requests of the shown period by how they ended, of all keys or of one. A stretch of it can be chosen.
class Histogram : public Panel {
    Q_OBJECT

public:
    Histogram(core::Usage &usage, const core::Clock &clock, QWidget *parent = nullptr);

    //! At once as it was read last, then from the gateway.
    void show(qint64 organization, const core::ActivityFilter &filter, const Period &period);
    //! Reads once more what is shown.
    void refresh();
    //! Calls came in: counts them soon, and not at each.
    void follow();

Q_SIGNALS:
    void rangeChosen(const QDateTime &from, const QDateTime &to);

private:
    void setStretch();
    void showCounts(const core::UsageCounts &counts);
    void showRemark(const core::ActivityFilter &filter);

    core::Usage &m_usage;
    const core::Clock &m_clock;
    core::UsageQuestion m_question;
    Period m_period;
    Chart *m_chart;
    PlainLabel *m_remark; //!< which filters the bars do not know
    QTimer m_pace;        //!< runs after calls came in
    bool m_isBehind = false;
};

} // namespace ui
