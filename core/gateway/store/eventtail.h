#pragma once

#include <QtGlobal>

namespace gateway::store {

class Database;

//! The number up to which events may have been pruned; 0: none has.
qint64 forgottenEvent(Database &database);

} // namespace gateway::store
