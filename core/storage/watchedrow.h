#pragma once

#include "core/domain/watchedkey.h"

namespace core {

class Statement;

//! How a watched key stands in its table.
namespace watchedrow {

extern const QString columns;
//! Adds the row of a key or writes it anew: what `bind` binds, and the number of the change.
QString putStatement();

//! \a first: the column where `columns` begin.
WatchedKey keyFrom(const Statement &row, int first);
void bind(Statement &statement, const WatchedKey &key);

//! SQLite takes a null text for NULL.
QString notNull(const QString &text);

} // namespace watchedrow

} // namespace core
