#pragma once

#include "core/backend/backend.h"
#include "core/storage/intentstore.h"

#include <QObject>

namespace core {

class Clock;
class CredentialStore;
class Directory;
class KeyCache;
class Sessions;

//! A secret that waits to be shown, with what the dialog needs around it.
struct Revealed {
    QString intentId;
    qint64 organization = 0;
    KeyWithSecret key;
};

//! The changes that a person makes to keys. Create and rotate write an intent first, so that neither a lost answer nor
//! a kill loses a secret: see `interrupted`. Every change that succeeded is in the cache before its operation finishes.
class Keys : public QObject {
    Q_OBJECT

public:
    Keys(Sessions &sessions, Directory &directory, KeyCache &cache, IntentStore &intents, CredentialStore &credentials,
         Clock &clock, QObject *parent = nullptr);

    Async<Revealed> create(qint64 organization, const NewKey &key);
    Async<Revealed> rotate(qint64 organization, const Key &key, const RotationRequest &rotation);
    //! The person has the secret: tells the gateway, removes the intent and its idempotency key. Retried at the next
    //! start where it fails.
    Async<> acknowledge(const QString &intentId);

    Async<Key> update(qint64 organization, const Key &key, const KeyChanges &changes);
    Async<Key> setEnabled(qint64 organization, const Key &key, bool enabled);
    Async<Key> revoke(qint64 organization, const Key &key, RevokeReason reason, const QString &note);
    //! Moves the end of a retiring key's overlap; the gateway never lets it outlive its expiry.
    Async<Key> setRetirement(qint64 organization, const Key &key, const QDateTime &retiresAt);
    //! Ends the overlap of a retiring key now; where its server knows of no overlap, by revoking it.
    Async<Key> retireNow(qint64 organization, const Key &key);
    //! Makes one call to the gateway with the key itself. Nothing of \a secret is kept.
    Async<> check(qint64 organization, const QString &keyId, const Secret &secret);

    //! The key whose secret has this hash; NotFound where the organization has none.
    Async<Key> lookUp(qint64 organization, const QByteArray &sha256);

    //! Creates and rotations whose secret was never acknowledged, of accounts that are signed in; not those whose
    //! reveal is open right now.
    QList<Intent> interrupted() const;
    //! Repeats the request under its idempotency key: the same key, the same secret. NotFound where the gateway does
    //! not know of it (nothing was created: the intent is gone then), Conflict where the secret is gone.
    Async<Revealed> showInterrupted(const QString &intentId);
    //! Revokes the key of an interrupted operation and forgets it.
    Async<> revokeInterrupted(const QString &intentId);

Q_SIGNALS:
    void keysChanged(qint64 organization);
    void checked(qint64 organization, const QString &keyId); //!< it works
    void interruptedChanged();

private:
    class Private;
    std::unique_ptr<Private> d;

public:
    ~Keys() override;
};

} // namespace core
