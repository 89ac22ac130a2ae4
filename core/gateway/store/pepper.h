#pragma once

#include "core/base/crypto.h"
#include "core/base/result.h"

#include <QString>

namespace gateway::store {

//! The 32 random bytes without which the database makes no working key, from a file of their own (hex, 0600). Makes the
//! file where it is absent and \a mayMake.
core::Result<crypto::Bytes> openPepper(const QString &file, bool mayMake);

} // namespace gateway::store
