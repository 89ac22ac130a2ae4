#pragma once

#include "core/base/async.h"

namespace core {

//! What the desktop's Secret Service says about where credentials are kept.
enum class KeyringState {
    Unlocked,
    Locked,
    NoCollection, //!< the service runs, but no keyring was ever made
    NoService     //!< no bus, or nothing on it that keeps secrets
};

//! Asks over D-Bus, since libsecret calls a locked keyring an empty one. Error: KeychainTimedOut. The operation ends as
//! Cancelled when \a context goes.
Async<KeyringState> keyringState(QObject *context);

} // namespace core
