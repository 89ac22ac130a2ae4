#pragma once

#include "core/services/intentledger.h"
#include "core/services/keys.h"

namespace core {

class KeyCalls;

//! How a secret comes into the world and reaches the person: the intent before the request, the repetition after a lost
//! answer, the reveal, the acknowledgement; and what an interruption left of it.
class Issuing : public QObject {
    Q_OBJECT

public:
    Issuing(Sessions &sessions, KeyCalls &calls, IntentStore &intents, CredentialStore &credentials, Clock &clock);

    Async<Revealed> create(qint64 organization, const NewKey &key);
    Async<Revealed> rotate(qint64 organization, const Key &key, const RotationRequest &rotation);
    Async<> acknowledge(const QString &intentId);

    QList<Intent> interrupted() const;
    Async<Revealed> showInterrupted(const QString &intentId);
    Async<> revokeInterrupted(const QString &intentId);
    //! The key was revoked by hand: an interrupted operation that made it has nothing left to ask.
    void keyRevoked(const QString &keyId);

Q_SIGNALS:
    void interruptedChanged();

private:
    Async<Revealed> issue(qint64 organization, Intent intent);
    void send(const Intent &intent, const Secret &idempotencyKey, const Settle<Revealed> &settle);
    void answered(const Intent &intent, const Result<KeyWithSecret> &issued, const Settle<Revealed> &settle);
    Async<> tellGateway(const Intent &intent);

    //! The key that an interrupted operation made, as far as can be seen without repeating it.
    Async<QList<Key>> candidates(const Intent &intent);
    Async<QList<Key>> candidate(const Intent &intent, const QString &keyId);
    void show(const Intent &intent, const Result<QList<Key>> &found, const Settle<Revealed> &settle);
    void showAgain(const Intent &intent, const Settle<Revealed> &settle);
    void refuseToShow(const Intent &intent, const Error &error, const Settle<Revealed> &settle);
    void findToRevoke(const Intent &intent, const Result<QList<Key>> &found, const Settle<> &settle);
    void identify(const Intent &intent, const Key &key, const Settle<> &settle);
    void revokeBySight(const Intent &intent, const QList<Key> &found, const Settle<> &settle);
    void revoke(const Intent &intent, const QString &keyId, const Settle<> &settle);
    void forget(const Intent &intent);
    bool isRepeatable(const Intent &intent) const;
    bool isOwn(const Intent &intent, const Key &key) const;

    void accountChanged(const QString &accountId);
    void dropForeign();

    Sessions &m_sessions;
    KeyCalls &m_calls;
    Clock &m_clock;
    IntentLedger m_ledger;
    QSet<QString> m_telling; //!< intents whose acknowledgement is on its way
};

} // namespace core
