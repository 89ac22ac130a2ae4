#pragma once

#include <span>
#include <vector>

namespace ui {

struct ColumnWidth {
    int least;
    int enough; //!< for what it usually says
    int wanted;
    int growth; //!< its part of what is left over, out of 10
};

//! Widths that fill \a room. Where there is little, each column first gives what it has over enough, and then comes
//! down to its least. Where that is too much still, the table scrolls sideways, and each has enough again. Where there
//! is much, they grow.
std::vector<int> fitted(std::span<const ColumnWidth> columns, int room);

} // namespace ui
