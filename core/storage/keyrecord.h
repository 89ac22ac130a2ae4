#pragma once

#include "core/domain/key.h"

namespace core {

class Statement;

//! How a Key lies in the table `key`.
namespace keyrecord {

//! The columns that `read` reads, as a SELECT lists them.
QString columns();
//! `row` of a statement that selected `columns` from column \a from on.
Key read(const Statement &row, int from);

//! The text that stores a key, and its values in order. Answers the row id.
QString upsert();
void bind(Statement &statement, qint64 organization, const Key &key);

//! What the search looks through, folded.
QString searchText(const Key &key);
//! A needle in the same fold; nothing else in it has a meaning.
QString folded(const QString &text);

//! The number that stands for a status in the table.
int number(KeyStatus status);
//! "Never", as the table orders it.
inline constexpr qint64 never = 1LL << 60;
//! "Not told", as the table says when a key was used: sorted before those that never were.
inline constexpr qint64 notTold = -1;

} // namespace keyrecord

} // namespace core
