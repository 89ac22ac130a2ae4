#pragma once

#include "core/base/result.h"

#include <QStringList>
#include <QUrl>

//! What an OpenID provider says of itself, and the question that a browser takes to it.
namespace gateway::oidc {

inline constexpr QStringView googleIssuer = u"https://accounts.google.com";

//! As far as a sign-in needs it (OpenID Connect Discovery 1.0).
struct Provider {
    QString issuer;
    QUrl authorizationEndpoint;
    QUrl tokenEndpoint;
    QUrl keySet;
    QUrl userinfoEndpoint;    //!< empty: it has none
    QStringList clientProofs; //!< how a client proves its secret, by the names of RFC 7591
    QStringList prompts;      //!< what it can be told to ask the person; empty: it does not say
    bool namesItself = false; //!< in each answer that a browser brings (RFC 9207)
};

//! Where the provider tells of itself.
QUrl discoveryOf(const QString &issuer);
//! Kind::Protocol where it is not \a issuer that speaks, or where an address in it must not be trusted.
core::Result<Provider> readProvider(const QByteArray &document, const QString &issuer);

//! What makes the answer to a question recognizable: none of it is guessable.
struct Question {
    QString callback; //!< where the browser brings the answer
    QString state;
    QString nonce;
    QString challenge; //!< of PKCE, S256
};
QUrl addressFor(const Question &question, const Provider &provider, const QString &clientId);

//! `name=value&…`, as in forms and queries.
QByteArray formOf(const QList<std::pair<QByteArray, QString>> &fields);

} // namespace gateway::oidc
