#pragma once

#include "ui/keys/keytablemodel.h"
#include "ui/kit/columnwidths.h"

namespace ui::keycolumns {

//! In the order of KeyTableModel::Column. \a ofAll: where each row names its organization, and the others give way.
std::span<const ColumnWidth> widths(bool ofAll = false);
//! The cache's order that a click on the column's header asks for.
core::KeyQuery::Sort sortFor(int column);

} // namespace ui::keycolumns
