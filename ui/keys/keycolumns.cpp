#include "ui/keys/keycolumns.h"

#include <array>

namespace ui::keycolumns {

std::span<const ColumnWidth> widths(bool ofAll)
{
    static constexpr std::array<ColumnWidth, KeyTableModel::ColumnCount> wide{{{126, 160, 206, 3}, // Name, with the box
                                                                               {102, 102, 110, 0}, // Status
                                                                               {80, 82, 118, 0},   // Hint
                                                                               {74, 78, 150, 3},   // Scopes
                                                                               {84, 95, 104, 1},   // Last used
                                                                               {84, 88, 162, 1},   // Expires
                                                                               {76, 82, 150, 2}}}; // Organization
    if (ofAll)
        return wide;
    static constexpr std::array<ColumnWidth, KeyTableModel::Organization> widths{
        {{140, 210, 230, 4}, // Name, with the box
         {102, 102, 110, 0}, // Status
         {106, 106, 118, 0}, // Hint
         {80, 83, 176, 4},   // Scopes
         {94, 96, 104, 1},   // Last used
         {92, 94, 162, 1}}}; // Expires
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
