#include "ui/kit/columnwidths.h"

#include <algorithm>
#include <numeric>

namespace ui {

namespace {

int sumOf(std::span<const ColumnWidth> columns, int ColumnWidth::*width)
{
    return std::accumulate(columns.begin(), columns.end(), 0,
                           [width](int sum, const ColumnWidth &column) { return sum + column.*width; });
}

} // namespace

std::vector<int> fitted(std::span<const ColumnWidth> columns, int room)
{
    const int wanted = sumOf(columns, &ColumnWidth::wanted);
    const bool enough = room >= sumOf(columns, &ColumnWidth::enough) || room < sumOf(columns, &ColumnWidth::least);
    const auto narrow = enough ? &ColumnWidth::enough : &ColumnWidth::least;
    const auto wide = enough ? &ColumnWidth::wanted : &ColumnWidth::enough;
    const int from = sumOf(columns, narrow);
    const int step = std::max(1, sumOf(columns, wide) - from);
    std::vector<int> widths;
    widths.reserve(columns.size());
    int used = 0;
    for (const auto &column : columns) {
        const int width = room >= wanted
                              ? column.wanted + (room - wanted) * column.growth / 10
                              : column.*narrow + (column.*wide - column.*narrow) * std::max(0, room - from) / step;
        widths.push_back(width);
        used += width;
    }
    if (room > used && !widths.empty()) // what rounding left over
        widths.back() += std::min(room - used, static_cast<int>(widths.size()));
    return widths;
}

} // namespace ui
