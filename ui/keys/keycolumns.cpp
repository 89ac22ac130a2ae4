#include "ui/keys/keycolumns.h"

#include <algorithm>

namespace ui::keycolumns {

namespace {

struct Width {
    int least;
    int wanted;
    int growth; //!< its part of what is left over, out of 10
};

// In the order of KeyTableModel::Column.
constexpr std::array<Width, KeyTableModel::ColumnCount> widths{{{182, 206, 4},   // Name, with the box
                                                                {104, 110, 0},   // Status
                                                                {108, 118, 0},   // Hint
                                                                {84, 176, 4},    // Scopes
                                                                {88, 104, 1},    // Last used
                                                                {122, 162, 1}}}; // Expires

} // namespace

std::array<int, KeyTableModel::ColumnCount> fit(int room)
{
    int least = 0;
    int wanted = 0;
    for (const auto &width : widths) {
        least += width.least;
        wanted += width.wanted;
    }
    std::array<int, KeyTableModel::ColumnCount> fitted{};
    int used = 0;
    for (std::size_t column = 0; column < widths.size(); ++column) {
        const auto &width = widths[column];
        if (room >= wanted)
            fitted[column] = width.wanted + (room - wanted) * width.growth / 10;
        else
            fitted[column] = width.least + (width.wanted - width.least) * std::max(0, room - least) / (wanted - least);
        used += fitted[column];
    }
    if (room > used) // what rounding left over
        fitted[KeyTableModel::Expires] += std::min(room - used, static_cast<int>(widths.size()));
    return fitted;
}

core::KeyQuery::Sort sortFor(int column)
{
    switch (static_cast<KeyTableModel::Column>(column)) {
    case KeyTableModel::Status: return core::KeyQuery::Sort::Status;
    case KeyTableModel::Hint: return core::KeyQuery::Sort::Hint;
    case KeyTableModel::Scopes: return core::KeyQuery::Sort::Scopes;
    case KeyTableModel::LastUsed: return core::KeyQuery::Sort::LastUsed;
    case KeyTableModel::Expires: return core::KeyQuery::Sort::Expires;
    case KeyTableModel::Name:
    case KeyTableModel::ColumnCount: break;
    }
    return core::KeyQuery::Sort::Name;
}

} // namespace ui::keycolumns
