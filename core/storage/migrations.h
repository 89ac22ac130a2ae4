#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>
#include <functional>

namespace core {

class Database;

namespace migrations {

//! The statements of a script, without comments. Knows quotes, comments and the inner statements of a trigger.
QStringList statements(const QString &script);

//! The number of the newest file in \a folder.
int newest(const QString &folder);

//! Makes an Error of what SQLite says.
using ErrorFrom = std::function<Error(const QSqlError &)>;

//! What the database was brought to so far: its user_version.
Result<int> version(const QSqlDatabase &connection, const ErrorFrom &errorFrom);

//! Runs what the database has not seen yet, each file together with its number in a transaction of its own.
Result<> apply(const QSqlDatabase &connection, const QString &folder, const ErrorFrom &errorFrom);
Result<> apply(const Database &database, const QString &folder);

} // namespace migrations

} // namespace core
