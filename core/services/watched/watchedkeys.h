#pragma once

#include "core/backend/probe/providerprobe.h"
#include "core/base/async.h"
#include "core/base/secret.h"
#include "core/domain/watchedkey.h"

#include <QObject>
#include <QSet>

namespace core {

class CredentialStore;
class WatchedStore;

//! What a person says of a key that was made at its provider.
struct NewWatchedKey {
    QString kindId{};
    QString name{};
    QString note{};
    QString owner{};
    QStringList scopes{};
    QDateTime createdAt{}; //!< invalid: now
    QDateTime expiresAt{}; //!< invalid: never
    bool keepSecret = true;
    QString replaces{}; //!< id of the key that it takes the place of; may be empty
};

struct RegisteredKey {
    WatchedKey key;
    std::optional<Error> notKept{}; //!< the keychain refused: only the fingerprint is here
};

//! The keys that are watched, with all that can be done with them from here. Providers hear of it only where a person
//! has a key checked.
class WatchedKeys : public QObject {
    Q_OBJECT

public:
    WatchedKeys(WatchedStore &store, CredentialStore &credentials, HttpClient &http, const Clock &clock,
                QObject *parent = nullptr);

    WatchedStore &store() const { return m_store; }

    //! A new organization has no id yet. Validation where something cannot be, Conflict where this key is watched
    //! already; facts: "name".
    Async<RegisteredKey> add(const WatchedOrganization &organization, const NewWatchedKey &described,
                             const Secret &secret);
    //! Writes where an organization is reached anew.
    Result<> change(const WatchedOrganization &organization);
    //! \a version: what the person saw; ChangedMeanwhile where it is another by now.
    Result<WatchedKey> update(const QString &keyId, qint64 version, const KeyChanges &changes);
    Result<WatchedKey> noteHandedOver(const QString &keyId);
    //! The person says that it is revoked at the provider; the next check that says "invalid" proves and ends it.
    Result<WatchedKey> noteRevokedThere(const QString &keyId);
    //! Marks it as ended and takes its secret out of the keychain. The provider does not hear of it.
    Result<WatchedKey> end(const QString &keyId, const QString &reason, const QString &note = {});
    //! Forgets an organization, its keys and their secrets.
    Result<> stopWatching(const QString &organizationId);

    //! One call to the provider with the secret in the keychain. NotFound where only the fingerprint is kept,
    //! RateLimited where the provider asked to wait, InProgress while one is under way.
    Async<KeyCheck> check(const QString &keyId);
    //! With a secret that the person has brought. Protocol where it is another key's.
    Async<KeyCheck> check(const QString &keyId, const Secret &secret);
    //! Out of the keychain, to hand it over.
    Async<Secret> secretOf(const QString &keyId);

Q_SIGNALS:
    void changed(const QString &organizationId);
    void organizationsChanged();
    //! A check found that the provider takes the key.
    void accepted(const QString &organizationId, const QString &keyId);

private:
    Result<> judge(const WatchedOrganization &organization, const NewWatchedKey &described, const Secret &secret) const;
    WatchedKey made(const QString &organizationId, const NewWatchedKey &described, const Secret &secret) const;
    Async<RegisteredKey> keep(const WatchedKey &key, const Secret &secret);
    Result<> write(const QList<WatchedKey> &keys, WatchedDeed::Kind kind, const QString &detail = {}, int status = 0);
    Result<> mayCheck(const WatchedKey &key) const;
    Async<KeyCheck> ask(const WatchedKey &key, const Secret &secret);
    void note(const QString &keyId, const KeyCheck &check);
    void forgetSecret(const QString &keyId);

    WatchedStore &m_store;
    CredentialStore &m_credentials;
    const Clock &m_clock;
    ProviderProbe m_probe;
    QSet<QString> m_checking;
};

} // namespace core
