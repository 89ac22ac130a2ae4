#pragma once

#include "core/storage/usagecache.h"
#include "ui/kit/panel.h"

namespace core {
class Clock;
class Usage;
} // namespace core

namespace ui {

class Chart;
class Period;

//! The requests of the shown period by how they ended, of all keys or of one. A stretch of it can be chosen.
class Histogram : public Panel {
    Q_OBJECT

public:
    Histogram(core::Usage &usage, const core::Clock &clock, QWidget *parent = nullptr);

    //! At once as it was read last, then from the gateway.
    void show(qint64 organization, const core::ActivityFilter &filter, const Period &period);
    //! Reads once more what is shown.
    void refresh();

Q_SIGNALS:
    void rangeChosen(const QDateTime &from, const QDateTime &to);

private:
    void showCounts(const core::UsageCounts &counts);

    core::Usage &m_usage;
    const core::Clock &m_clock;
    core::UsageQuestion m_question;
    Chart *m_chart;
};

} // namespace ui
