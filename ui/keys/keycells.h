#pragma once

#include "core/storage/keycache.h"

//! What the table says of a key, by KeyTableModel::Column. All of it is plain text with hidden characters made visible.
namespace ui::keycells {

//! What the column is headed by.
QString title(int column);
QString text(const core::CachedKey &row, int column, const QDateTime &now);
//! What the cell leaves out: the exact time, the note; empty where there is nothing more to say.
QString exactText(const core::CachedKey &row, int column);
//! The same, in a form that a tool tip cannot take for HTML.
QString toolTip(const core::CachedKey &row, int column);

} // namespace ui::keycells
