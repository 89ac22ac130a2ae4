#include "ui/kit/columnwidths.h"

#include <algorithm>

namespace ui {

std::vector<int> fitted(std::span<const ColumnWidth> columns, int room)
{
    int least = 0;
    int wanted = 0;
    for (const auto &column : columns) {
        least += column.least;
        wanted += column.wanted;
    }
    std::vector<int> widths;
    widths.reserve(columns.size());
    int used = 0;
    for (const auto &column : columns) {
        const int width = room >= wanted ? column.wanted + (room - wanted) * column.growth / 10
                                         : column.least + (column.wanted - column.least) * std::max(0, room - least) /
                                                              std::max(1, wanted - least);
        widths.push_back(width);
        used += width;
    }
    if (room > used && !widths.empty()) // what rounding left over
        widths.back() += std::min(room - used, static_cast<int>(widths.size()));
    return widths;
}

} // namespace ui
