#pragma once

#include "core/base/secret.h"

#include <QDateTime>

namespace core {

//! When a key that is a JWT says of itself that it ends; invalid where it does not, or is none. Nothing is verified:
//! whoever issued it decides.
QDateTime expiryIn(const Secret &key);

} // namespace core
