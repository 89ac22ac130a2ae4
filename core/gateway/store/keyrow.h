#pragma once

#include "core/domain/key.h"

namespace gateway::store {

class Rows;

//! How a key stands in the table `keys`: one list of columns and one reader, for every query that answers keys.
namespace keyrow {

//! "SELECT … FROM keys k JOIN …": the columns that `read` expects, and the place for a WHERE.
QString selection();
core::Key read(const Rows &rows);
//! The column after the key's: its change_number.
qint64 changeNumber(const Rows &rows);

QString toColumn(const QStringList &scopes);
QStringList scopesFrom(const QString &column);

} // namespace keyrow
} // namespace gateway::store
