#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>

//! What an ID token says, judged as OpenID Connect Core 1.0 wants it (3.1.3.7).
namespace gateway::oidc {

//! Who signed in at the provider.
struct Identity {
    QString subject; //!< the provider's name for the person
    QString email;   //!< empty: not told
    bool isEmailVerified = false;
};

//! What a token must be to count for one sign-in.
struct Expected {
    QString issuer;
    QString clientId;
    QString nonce;
    QDateTime askedAt;
    QDateTime now;
};

//! \a content is signed already. Kind::Protocol where the token is for others, from others, for another sign-in, or not
//! of now.
core::Result<Identity> readIdToken(const QJsonObject &content, const Expected &expected);

//! What the userinfo endpoint says of the same person. Kind::Protocol where it is another.
core::Result<Identity> readUserinfo(const QByteArray &document, const QString &subject);

} // namespace gateway::oidc
