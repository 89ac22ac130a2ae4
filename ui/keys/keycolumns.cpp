#include "ui/keys/keycolumns.h"

#include <array>

namespace ui::keycolumns {

std::span<const ColumnWidth> widths()
{
    static constexpr std::array<ColumnWidth, KeyTableModel::ColumnCount> widths{{{176, 206, 4},   // Name, with the box
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
    case KeyTableModel::Name:
    case KeyTableModel::ColumnCount: break;
    }
    return core::KeyQuery::Sort::Name;
}

} // namespace ui::keycolumns
