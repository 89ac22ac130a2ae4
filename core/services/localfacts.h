#pragma once

#include "core/backend/backend.h"

namespace core {

//! What is known here of keys and not at their server, for servers that keep neither rotations nor keys that ended.
namespace localfacts {

//! \a fresh as its server tells it, with what \a known, the same key seen before, says beyond that.
Key merged(const Key &fresh, const Key &known);

//! What a whole list of a server's keys changes of the \a known ones: new and changed keys, and those that are gone.
//! A key that is gone before its end was revoked, by nobody knows whom; one whose end has passed had expired.
QList<Key> changes(const QList<Key> &known, const Changes &list, const QDateTime &now);

} // namespace localfacts

} // namespace core
