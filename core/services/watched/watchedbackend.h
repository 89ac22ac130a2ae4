#pragma once

#include "core/backend/backends.h"

namespace core {

class WatchedKeys;

//! The keys that are watched from this machine, as if a server had them: so every page shows them like all others.
class WatchedBackend final : public Backend {
public:
    WatchedBackend(const QUrl &address, WatchedKeys &keys);

    Capabilities capabilities() const override;
    bool needsSession() const override { return false; }

    Async<ServerFacts> server() override;
    Async<SignedIn> session() override;
    Async<> signOut() override;

    Async<QList<Organization>> organizations() override;
    Async<QList<Scope>> scopes(const QString &organizationId) override;
    Async<Changes> changes(const QString &organizationId, const QString &since) override;

    Async<Key> key(const QString &keyId) override;
    Async<Key> updateKey(const QString &keyId, qint64 version, const KeyChanges &changes) override;
    Async<> acknowledge(const QString &keyId) override;
    //! Marks it as ended here; the provider does not hear of it.
    Async<Key> revokeKey(const QString &keyId, RevokeReason reason, const QString &note,
                         const Secret &idempotencyKey) override;
    Async<> checkKey(const QString &keyId, const Secret &secret) override;
    Async<Key> lookUp(const QString &organizationId, const QByteArray &sha256) override;
    //! What was done from here.
    Async<ActivityPage> activity(const QString &organizationId, const ActivityFilter &filter, const QString &cursor,
                                 int limit) override;

private:
    WatchedKeys &m_keys;
};

//! Makes what \a others makes, and the backend of watched keys.
BackendMaker withWatched(BackendMaker others, WatchedKeys &keys);

} // namespace core
