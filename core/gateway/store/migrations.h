#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QStringList>

//! The numbered migrations of the gateway's database, compiled in from `migrations/NNNN_name.sql`.
namespace gateway::store::migrations {

//! The number of the newest one.
int newest();

//! What the file was brought to so far (PRAGMA user_version); 0 for an empty file.
core::Result<int> version(const QSqlDatabase &connection);

//! Runs what is missing, each migration in a transaction of its own together with its number.
core::Result<> run(const QSqlDatabase &connection, int from);

//! The statements of a migration: each ends with a semicolon at the end of a line; comment lines are left out.
QStringList statementsOf(const QString &sql);

} // namespace gateway::store::migrations
