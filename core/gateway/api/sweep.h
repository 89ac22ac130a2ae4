#pragma once

#include <QDateTime>

namespace gateway::check {
class Checker;
}
namespace gateway::store {
class Database;
}

namespace gateway::api {

//! Marks the keys whose time has come as expired, with an event for each. Cheap where there is none: no Change is
//! begun. How many there were.
qsizetype sweepDueKeys(store::Database &database, check::Checker &checker, const QDateTime &now);

} // namespace gateway::api
