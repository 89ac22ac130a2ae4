#pragma once

#include <span>
#include <vector>

namespace ui {

struct ColumnWidth {
    int least;
    int wanted;
    int growth; //!< its part of what is left over, out of 10
};

//! Widths that fill \a room: wide columns give way first where there is little, and grow where there is much. Never
//! narrower than what can be read; then the table scrolls sideways.
std::vector<int> fitted(std::span<const ColumnWidth> columns, int room);

} // namespace ui
