#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace gateway::oidc {

//! What a signed token says of its signature, unproved.
struct SignedBy {
    QString algorithm; //!< one that only the holder of a private key can use
    QString keyId;     //!< may be empty
};
//! Kind::Protocol for what is no JWS in compact form, for no signature at all, and for every algorithm with a shared
//! key.
core::Result<SignedBy> readHead(const QByteArray &token);

//! The public keys of an OpenID provider (a JWK Set, RFC 7517). The signatures are judged by cjose.
class KeySet {
public:
    //! Keys of other kinds and for other uses are passed over. Kind::Protocol where the document is no key set.
    static core::Result<KeySet> read(const QByteArray &document);

    //! Whether one of them could have signed so.
    bool knows(const SignedBy &signature) const;
    //! What \a token says, signed by one of them. Kind::Protocol otherwise.
    core::Result<QJsonObject> contentOf(const QByteArray &token) const;

private:
    struct Key {
        QString id;
        QString algorithm; //!< the only one; empty: any of its type
        QString type;      //!< "RSA", "EC"
        QString curve;
        QByteArray json;
    };
    static std::optional<Key> readKey(const QJsonObject &object);
    static bool fits(const Key &key, const SignedBy &signature);

    QList<Key> m_keys;
};

} // namespace gateway::oidc
