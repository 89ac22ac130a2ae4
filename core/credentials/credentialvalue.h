#pragma once

#include "core/base/secret.h"

namespace core {

//! Whether \a value is what this program would have stored: 8 to 4,096 printable ASCII characters without spaces. Any
//! program of the same person can put entries into a keychain, so what is read is judged as well.
bool isCredential(const Secret &value);

} // namespace core
