#pragma once

#include "core/backend/backend.h"
#include "core/net/httpclient.h"

#include <QJsonObject>

namespace core {

//! The REST contract's calls: one function per endpoint.
class GatewayBackend final : public Backend {
public:
    //! \a gateway: scheme, host and port; a path is kept in front of /api/v1.
    GatewayBackend(HttpClient &http, const QUrl &gateway);

    Capabilities capabilities() const override { return {}; }

    Async<ServerFacts> server() override;
    Async<SignedIn> signIn(const QString &email, const Secret &password) override;
    Result<QUrl> browserAddress(const BrowserRequest &request) const override;
    Async<SignedIn> finishBrowserSignIn(const BrowserAnswer &answer) override;
    Async<SignedIn> session() override;
    Async<> confirm(const Secret &password) override;
    Async<> signOut() override;
    Async<QDateTime> tokenUsedAt() override;
    Async<> endToken() override;

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
    Async<Key> setRetirement(const QString &keyId, const QDateTime &retiresAt) override;
    Async<Key> revokeKey(const QString &keyId, RevokeReason reason, const QString &note,
                         const Secret &idempotencyKey) override;
    Async<> checkKey(const QString &keyId, const Secret &secret) override;
    Async<Key> lookUp(const QString &organizationId, const QByteArray &sha256) override;

    Async<ActivityPage> activity(const QString &organizationId, const ActivityFilter &filter,
                                 const QString &cursor = {}, int limit = 200) override;
    Async<QList<UsageCount>> usage(const QString &organizationId, const QString &keyId, UsageBucket bucket,
                                   const QDateTime &since, const QDateTime &until) override;
    Async<UsageBreakdown> breakdown(const QString &keyId, const QDateTime &since) override;
    std::unique_ptr<ActivityStream> stream(const QString &organizationId, const QByteArray &lastId = {}) override;

private:
    //! \a path follows /api/v1; its ids were judged. Carries the session.
    HttpRequest request(HttpRequest::Verb verb, const QStringList &path, const QJsonObject &body = {}) const;
    Async<SignedIn> openSession(const QJsonObject &proof);
    //! Sends it and takes the object out of an answer of \a status.
    Async<QJsonObject> ask(const HttpRequest &request, int status);
    Async<> tell(const HttpRequest &request);
    Async<Key> askForKey(const HttpRequest &request, const QString &keyId);

    HttpClient &m_http;
};

} // namespace core
