#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QString>

namespace gateway::oidc {

//! What the gateway is to an OpenID provider: as whom it was registered there, and by which name people know the
//! provider.
struct Client {
    QString issuer; //!< exactly as the provider calls itself
    QString id;
    core::Secret secret{}; //!< empty: a public client
    QString providerName;  //!< as on a button: "Google"
};

//! \a secretFile: empty for a public client; \a providerName: empty for the usual one. Kind::Validation with words for
//! a person.
core::Result<Client> makeClient(const QString &issuer, const QString &id, const QString &secretFile,
                                const QString &providerName);

} // namespace gateway::oidc
