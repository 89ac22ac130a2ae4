#pragma once

#include <QtGlobal>

namespace ui {

class Chart;

//! Gives each Chart its other face: a table with a row for each bucket and a column for each outcome. Again does
//! nothing.
void installChartAccess();
//! Says that the bucket is the current one.
void announceBucket(Chart &chart, qsizetype bucket);

} // namespace ui
