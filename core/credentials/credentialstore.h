#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"

#include <QString>

namespace core {

//! Where session tokens and the idempotency keys of unfinished operations live. Errors: KeychainLocked, KeychainDenied,
//! KeychainMissing, KeychainTimedOut, NotFound.
//!
//! Names are made by the functions in `credentialnames.h` and are ASCII; a value is at most 4,096 bytes.
class CredentialStore {
public:
    virtual ~CredentialStore() = default;

    virtual Async<Secret> read(const QString &name) = 0;
    virtual Async<> write(const QString &name, const Secret &value) = 0;
    //! Succeeds only when the entry is gone for certain (a locked keyring would claim success and keep it). An entry
    //! that is not there is a success.
    virtual Async<> remove(const QString &name) = 0;
    //! "GNOME Keyring", "KWallet", "memory": for the sign-in page's sentence.
    virtual QString title() const = 0;
    //! Whether what is written outlives the program.
    virtual bool isPersistent() const = 0;
};

} // namespace core
