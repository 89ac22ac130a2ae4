#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"
#include "core/domain/activity.h"
#include "core/domain/key.h"
#include "core/domain/organization.h"
#include "core/net/httpclient.h"

#include <QJsonObject>
#include <QList>
#include <QUrl>

namespace core {

class ActivityStream;

//! What `GET /server` says, and how it was reached.
struct ServerFacts {
    QString name;
    QString version;
    bool signsInByPassword = true;
    QString browserProvider; //!< empty: no browser sign-in
    bool secure = false;     //!< TLS; false only on loopback
};

struct SignedIn {
    QString userId;
    QString email;
    QString userName;
    QString sessionId;
    QDateTime expiresAt;
    Secret session; //!< the cookie's value
};

//! A key with its secret, as create and rotate answer it. The secret is empty once it was acknowledged ("secret_gone").
struct KeyWithSecret {
    Key key;
    Secret secret;
    std::optional<Key> replaced; //!< rotate only: the old key
};

struct Changes {
    QList<Key> keys;
    QStringList removed;
    QString cursor;
    bool more = false;
};

//! The REST contract's calls to one gateway, typed: one function per endpoint. Holds the origin and the session of one
//! account; a session never leaves for another origin. Errors are kinds made from the status and the error code.
class GatewayBackend {
public:
    //! \a gateway: scheme, host and port; a path is kept in front of /api/v1.
    GatewayBackend(HttpClient &http, QUrl gateway);

    const QUrl &gateway() const { return m_gateway; }
    void setSession(const Secret &session) { m_session = session; }
    bool hasSession() const { return !m_session.isEmpty(); }

    Async<ServerFacts> server();
    Async<SignedIn> signIn(const QString &email, const Secret &password);
    Async<SignedIn> session();
    Async<> confirm(const Secret &password);
    Async<> signOut();

    Async<QList<Organization>> organizations();
    Async<QList<Scope>> scopes(const QString &organizationId);
    Async<Changes> changes(const QString &organizationId, const QString &since);

    Async<Key> key(const QString &keyId);
    Async<KeyWithSecret> createKey(const QString &organizationId, const NewKey &key, const Secret &idempotencyKey);
    Async<Key> updateKey(const QString &keyId, qint64 version, const KeyChanges &changes);
    Async<KeyWithSecret> rotateKey(const QString &keyId, const RotationRequest &rotation, const Secret &idempotencyKey);
    Async<> acknowledge(const QString &keyId);
    Async<Key> setRetirement(const QString &keyId, const QDateTime &retiresAt);
    Async<Key> revokeKey(const QString &keyId, RevokeReason reason, const QString &note, const Secret &idempotencyKey);
    //! Asks with the key itself whether it works, without the session. Unauthorized: it does not; Protocol: the secret
    //! belongs to another key.
    Async<> checkKey(const QString &keyId, const Secret &secret);
    //! The key whose secret has this hash; NotFound where the organization has none. The secret itself stays here.
    Async<Key> lookUp(const QString &organizationId, const QByteArray &sha256);

    //! Newest first. \a cursor: of the page before; empty: the newest. \a limit: 1–1000.
    Async<ActivityPage> activity(const QString &organizationId, const ActivityFilter &filter,
                                 const QString &cursor = {}, int limit = 200);
    //! Without gaps, from \a since to before \a until. \a keyId empty: of all keys together.
    Async<QList<UsageCount>> usage(const QString &organizationId, const QString &keyId, UsageBucket bucket,
                                   const QDateTime &since, const QDateTime &until);
    Async<UsageBreakdown> breakdown(const QString &keyId, const QDateTime &since);
    //! What happens from now on, or behind \a lastId. Ends with the gateway's session; must not outlive the client.
    std::unique_ptr<ActivityStream> stream(const QString &organizationId, const QByteArray &lastId = {});

private:
    //! \a path follows /api/v1; its ids were judged. Carries the session.
    HttpRequest request(HttpRequest::Verb verb, const QStringList &path, const QJsonObject &body = {}) const;
    //! Sends it and takes the object out of an answer of \a status.
    Async<QJsonObject> ask(const HttpRequest &request, int status);
    Async<> tell(const HttpRequest &request);
    Async<Key> askForKey(const HttpRequest &request, const QString &keyId);

    HttpClient &m_http;
    QUrl m_gateway;
    Secret m_session;
};

} // namespace core
