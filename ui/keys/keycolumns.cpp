#include "ui/keys/keycolumns.h"

#include <array>

namespace ui::keycolumns {

std::span<const ColumnWidth> widths(bool ofAll)
{
    static constexpr std::array<ColumnWidth, KeyTableModel::ColumnCount> wide{{{146, 206, 3},  // Name, with the box
                                                                               {100, 110, 0},  // Status
                                                                               {88, 118, 0},   // Hint
                                                                               {76, 150, 3},   // Scopes
                                                                               {92, 104, 1},   // Last used
                                                                               {98, 162, 1},   // Expires
                                                                               {88, 150, 2}}}; // Organization
    if (ofAll)
        return wide;
    static constexpr std::array<ColumnWidth, KeyTableModel::Organization> widths{{{166, 206, 4},   // Name, with the box
                                                                                  {104, 110, 0},   // Status
                                                                                  {108, 118, 0},   // Hint
                                                                                  {84, 176, 4},    // Scopes
                                                                                  {100, 104, 1},   // Last used
                                                                                  {126, 162, 1}}}; // Expires
    return widths;
}

core::KeyQuery::Sort sortFor(int column)
{
    switch (static_cast<KeyTableModel::Column>(column)) {
    case KeyTableModel::Status: return core::KeyQuery::Sort::Status;
    case KeyTableModel::Hint: return core::KeyQuery::Sort::Hint;
    case KeyTableModel::Scopes: return core::KeyQuery::Sort::Scopes;
    case KeyTableModel::LastUsed: return core::KeyQuery::Sort::LastUsed;
    case KeyTableModel::Expires: return core::KeyQuery::Sort::Expires;
    case KeyTableModel::Organization: return core::KeyQuery::Sort::Organization;
    case KeyTableModel::Name:
    case KeyTableModel::ColumnCount: break;
    }
    return core::KeyQuery::Sort::Name;
}

} // namespace ui::keycolumns
