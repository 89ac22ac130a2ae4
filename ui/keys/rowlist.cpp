#include "ui/keys/rowlist.h"

namespace ui::rowlist {

RowList narrowed(const QList<qint64> &rows)
{
    RowList narrow;
    narrow.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto row : rows)
        narrow.push_back(static_cast<quint32>(row)); // the schema holds them below 2³²
    return narrow;
}

std::vector<bool> marked(const RowList &rows, quint32 largest)
{
    std::vector<bool> marks(std::size_t(largest) + 1);
    for (const auto row : rows)
        marks[row] = true;
    return marks;
}

std::size_t runsWithout(const RowList &rows, const std::vector<bool> &marks)
{
    std::size_t runs = 0;
    bool before = true;
    for (const auto row : rows) {
        runs += before && !marks[row] ? 1U : 0U;
        before = marks[row];
    }
    return runs;
}

} // namespace ui::rowlist
