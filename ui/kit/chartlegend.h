#pragma once

#include <QWidget>

namespace ui {

class Chart;

//! What the colours of a chart mean; each is a check box that shows or hides its share of the bars.
class ChartLegend : public QWidget {
    Q_OBJECT

public:
    //! \a chart outlives it.
    explicit ChartLegend(Chart &chart, QWidget *parent = nullptr);
};

} // namespace ui
