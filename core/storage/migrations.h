#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace core {

class Database;

namespace migrations {

//! The statements of a script, without comments. Knows quotes, comments and the inner statements of a trigger.
QStringList statements(const QString &script);

//! The number of the newest file in \a folder.
int newest(const QString &folder);

//! Runs what the database (by its user_version) has not seen yet, each file in a transaction of its own.
Result<> apply(const Database &database, const QString &folder);

} // namespace migrations

} // namespace core
