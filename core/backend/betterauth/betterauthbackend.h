#pragma once

#include "core/backend/backend.h"
#include "core/backend/betterauth/authsession.h"

#include <QHash>
#include <QJsonObject>

namespace core {

namespace authanswers {
struct KeyList;
}

//! A server with better-auth, its API key plugin and perhaps its organizations: 1.5 and later, and 1.4, where every key
//! belongs to a person. Where keys belong to people, the person stands in for an organization.
class BetterAuthBackend final : public Backend {
public:
    //! \a server: scheme, host and port; a path is kept in front of /api/auth. The keys are used under /api/v1 there.
    BetterAuthBackend(HttpClient &http, const QUrl &server);

    Capabilities capabilities() const override;

    Async<ServerFacts> server() override;
    Async<SignedIn> signIn(const QString &email, const Secret &password) override;
    Async<SignedIn> proveSecondFactor(const Secret &code, SecondFactor factor) override;
    Async<SignedIn> session() override;
    Async<> signOut() override;
    Async<BrowserCode> askForCode() override;
    Async<SignedIn> signInByCode(const BrowserCode &code) override;

    Async<QList<Organization>> organizations() override;
    Async<QList<Scope>> scopes(const QString &organizationId) override;
    Async<Changes> changes(const QString &organizationId, const QString &since) override;

    Async<Key> key(const QString &keyId) override;
    Async<KeyWithSecret> createKey(const QString &organizationId, const NewKey &key,
                                   const Secret &idempotencyKey) override;
    Async<Key> updateKey(const QString &keyId, qint64 version, const KeyChanges &changes) override;
    Async<KeyWithSecret> rotateKey(const QString &keyId, const RotationRequest &rotation,
                                   const Secret &idempotencyKey) override;
    Async<> acknowledge(const QString &keyId) override;
    Async<Key> revokeKey(const QString &keyId, RevokeReason reason, const QString &note,
                         const Secret &idempotencyKey) override;
    Async<> checkKey(const QString &keyId, const Secret &secret) override;

private:
    using Query = QList<std::pair<QString, QString>>;

    //! \a path follows /api/auth. Without the session.
    HttpRequest request(HttpRequest::Verb verb, const QString &path) const;
    HttpRequest get(const QString &path, const Query &query = {}) const;
    HttpRequest post(const QString &path, const QJsonObject &body) const;
    //! Sends it with the session and takes over what the answer does to that.
    Async<HttpReply> send(HttpRequest request);
    Async<QJsonObject> ask(const HttpRequest &request);
    //! A 401 ends a session only where the server, asked for the session itself, has none.
    Async<HttpReply> judgeRefusal(const HttpReply &refusal);
    Async<SignedIn> establish(const AuthSession &session);
    Async<SignedIn> began(const HttpReply &reply, AuthSession session);

    Async<QList<Organization>> withRoles(QList<Organization> organizations, qsizetype next);
    Async<authanswers::KeyList> list(const QString &organizationId, const Query &order = {});
    Async<Changes> listRest(const QString &organizationId, const QList<Key> &sofar, qsizetype order);
    bool isPerson(const QString &organizationId) const;
    QJsonObject about(const QString &keyId) const;
    std::optional<qint64> secondsUntil(const QDateTime &time) const;
    Async<KeyWithSecret> issued(const QJsonObject &answer, const QString &organizationId);
    Async<> tryCall(const QString &path, const Secret &secret, bool last);

    HttpClient &m_http;
    AuthSession m_half;                       //!< after the password, before the second factor
    QHash<QString, QString> m_configurations; //!< of keys that are not in the server's default one
    QHash<QString, QStringList> m_given;      //!< what new keys of an organization turned out to get
    std::chrono::seconds m_ahead{0};          //!< the server's clock, of ours
};

} // namespace core
