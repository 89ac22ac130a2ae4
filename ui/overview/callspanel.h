#pragma once

#include "ui/kit/panel.h"
#include "ui/overview/period.h"

namespace ui {

class Chart;
class PlainLabel;

//! The requests of a period, by how they ended.
class CallsPanel : public Panel {
    Q_OBJECT

public:
    explicit CallsPanel(QWidget *parent = nullptr);

    //! What is about to come is not there yet.
    void showWaiting(Period period);
    void showCounts(const QList<core::UsageCount> &counts, Period period);
    //! Why there is nothing to show.
    void showTrouble(const QString &sentence);

private:
    void setPeriod(Period period);

    PlainLabel *m_title;
    Chart *m_chart;
};

} // namespace ui
