#pragma once

#include "ui/keys/keytablemodel.h"

#include <array>

namespace ui::keycolumns {

//! Widths that fill \a room: wide columns give way first where there is little, and grow where there is much. Never
//! narrower than what can be read; then the table scrolls sideways.
std::array<int, KeyTableModel::ColumnCount> fit(int room);
//! The cache's order that a click on the column's header asks for.
core::KeyQuery::Sort sortFor(int column);

} // namespace ui::keycolumns
