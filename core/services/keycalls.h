#pragma once

#include "core/backend/backend.h"
#include "core/storage/intentstore.h"

#include <QObject>
#include <functional>

namespace core {

class Clock;
class Directory;
class KeyCache;
class Sessions;

//! Where a key belongs: the account whose backend is asked, the organization there, and its reference in the cache (0
//! where the cache does not know it).
struct KeyPlace {
    QString accountId;
    QString organizationId;
    qint64 reference = 0;
};

//! The calls about keys, each through the backend of its account. Sessions hear of every outcome, and every key that an
//! answer holds is in the cache before the operation finishes.
class KeyCalls : public QObject {
    Q_OBJECT

public:
    KeyCalls(Sessions &sessions, Directory &directory, KeyCache &cache, const Clock &clock);

    std::optional<KeyPlace> place(qint64 reference) const;
    KeyPlace place(const QString &accountId, const QString &organizationId) const;
    //! What can be done there; nothing is said of an account that is gone.
    Capabilities capabilities(const QString &accountId) const;

    //! Sends what the intent says, repeatedly where an answer is lost.
    Async<KeyWithSecret> issue(const KeyPlace &place, const Intent &intent, const Secret &idempotencyKey);
    Async<Key> revoke(const KeyPlace &place, const QString &keyId, RevokeReason reason, const QString &note);
    //! One call that is sent once.
    Async<Key> change(const KeyPlace &place, const std::function<Async<Key>(Backend &)> &call);
    Async<> acknowledge(const KeyPlace &place, const QString &keyId);
    //! With the key's own secret. An Unauthorized is about the key, and says nothing of the session.
    Async<> check(const KeyPlace &place, const QString &keyId, const Secret &secret) const;
    //! Reads what changed since the cache was synchronized; the keys made since \a earliest, newest first.
    Async<QList<Key>> createdSince(const KeyPlace &place, const QDateTime &earliest);

Q_SIGNALS:
    void keysChanged(qint64 organization);

private:
    template <typename T>
    Async<T> ask(const QString &accountId, const std::function<Async<T>(Backend &)> &call) const;
    void note(const QString &accountId, const std::optional<Error> &error) const;
    void store(const KeyPlace &place, const QList<Key> &keys);
    QList<Key> withLocalFacts(const KeyPlace &place, const QList<Key> &keys) const;
    std::optional<Key> cached(const KeyPlace &place, const QString &keyId) const;
    Result<Key> goneBefore(const KeyPlace &place, const QString &keyId, const Error &error) const;
    void readPage(const KeyPlace &place, const QString &since, const QDateTime &earliest, const QList<Key> &sofar,
                  const Settle<QList<Key>> &settle);
    QList<Key> cachedSince(const KeyPlace &place, const QDateTime &earliest) const;

    Sessions &m_sessions;
    Directory &m_directory;
    KeyCache &m_cache;
    const Clock &m_clock;
};

} // namespace core
