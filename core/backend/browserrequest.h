#pragma once

#include "core/base/secret.h"

#include <QByteArray>
#include <QUrl>

namespace core {

//! What a sign-in by the system's browser begins with (RFC 8252, RFC 7636).
struct BrowserRequest {
    QUrl redirect;        //!< on 127.0.0.1
    QByteArray challenge; //!< S256 of the verifier
    Secret state;         //!< comes back with the redirect
};

//! What it ends with: the code that the browser brought, and the proof that it was asked for here.
struct BrowserAnswer {
    Secret code;
    Secret verifier;
};

} // namespace core
