#include "core/services/issuing.h"

#include "core/base/clock.h"
#include "core/base/identifiers.h"
#include "core/domain/keyjson.h"
#include "core/domain/keyrules.h"
#include "core/services/keycalls.h"
#include "core/services/repeatedsend.h"
#include "core/services/sessions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! How far the two clocks may be apart when a key's creation is compared with the start of an intent.
constexpr qint64 clockSlackSeconds = 300;
//! The gateway knows an idempotency key for 24 h. Beyond, a repetition would be a new request: it is never sent.
constexpr qint64 repeatableSeconds = 23 * 3600;

Error gone(const QString &detail)
{
    return {Error::Kind::Conflict, detail, {}, {{u"secret"_s, u"gone"_s}}};
}

} // namespace

Issuing::Issuing(Sessions &sessions, KeyCalls &calls, IntentStore &intents, CredentialStore &credentials, Clock &clock)
    : m_sessions(sessions), m_calls(calls), m_clock(clock), m_ledger(intents, credentials)
{
    connect(&sessions, &Sessions::accountChanged, this, &Issuing::accountChanged);
    connect(&sessions, &Sessions::accountsChanged, this, &Issuing::dropForeign);
    dropForeign();
}

Async<Revealed> Issuing::create(qint64 organization, const NewKey &key)
{
    Intent intent;
    intent.kind = Intent::Kind::Create;
    intent.name = key.name;
    intent.body = toJson(key);
    return issue(organization, intent);
}

Async<Revealed> Issuing::rotate(qint64 organization, const Key &key, const RotationRequest &rotation)
{
    Intent intent;
    intent.kind = Intent::Kind::Rotate;
    intent.keyId = key.id;
    intent.name = key.name;
    intent.body = toJson(rotation);
    return issue(organization, intent);
}

Async<Revealed> Issuing::issue(qint64 organization, Intent intent)
{
    const auto place = m_calls.place(organization);
    if (!place)
        return ready<Revealed>(Error{Error::Kind::NotFound, u"no such organization"_s});
    intent.startedAt = m_clock.now();
    intent.id = newId(intent.startedAt);
    intent.accountId = place->accountId;
    intent.organizationId = place->organizationId;
    m_ledger.open(intent.id);
    const Settle<Revealed> settle;
    whenDone(m_ledger.begin(intent), this, [this, intent, settle](const Result<Secret> &idempotencyKey) {
        if (idempotencyKey)
            return send(intent, *idempotencyKey, settle);
        m_ledger.close(intent.id);
        settle(idempotencyKey.error());
    });
    return settle.operation();
}

void Issuing::send(const Intent &intent, const Secret &idempotencyKey, const Settle<Revealed> &settle)
{
    const auto place = m_calls.place(intent.accountId, intent.organizationId);
    whenDone(m_calls.issue(place, intent, idempotencyKey), this,
             [this, intent, settle](const Result<KeyWithSecret> &issued) { answered(intent, issued, settle); });
}

void Issuing::answered(const Intent &intent, const Result<KeyWithSecret> &issued, const Settle<Revealed> &settle)
{
    if (!issued) {
        m_ledger.close(intent.id);
        if (mayHaveHappened(issued.error().kind))
            Q_EMIT interruptedChanged();
        else
            forget(intent);
        return settle(issued.error());
    }
    m_ledger.answered(intent.id, issued->key.id);
    if (issued->secret.isEmpty())
        return refuseToShow(intent, gone(u"the gateway has the key, and no longer its secret"_s), settle);
    const auto place = m_calls.place(intent.accountId, intent.organizationId);
    settle(Revealed{intent.id, place.reference, *issued});
}

Async<> Issuing::acknowledge(const QString &intentId)
{
    m_ledger.acknowledge(intentId);
    Q_EMIT interruptedChanged();
    const auto intent = m_ledger.find(intentId);
    return intent ? tellGateway(*intent) : ready<>(Result<>());
}

//! Tells the gateway of an acknowledged intent and then forgets it. A gateway that has no such key any more is as good.
Async<> Issuing::tellGateway(const Intent &intent)
{
    if (intent.resultKeyId.isEmpty())
        return m_ledger.forget(intent.id);
    if (m_telling.contains(intent.id))
        return ready<std::monostate>(Error{Error::Kind::InProgress, u"the gateway is being told"_s});
    m_telling.insert(intent.id);
    const Settle<> settle;
    const auto place = m_calls.place(intent.accountId, intent.organizationId);
    whenDone(m_calls.acknowledge(place, intent.resultKeyId), this, [this, intent, settle](const Result<> &told) {
        m_telling.remove(intent.id);
        const bool over =
            told || told.error().kind == Error::Kind::NotFound || told.error().kind == Error::Kind::Conflict;
        if (over)
            forget(intent);
        settle(over ? Result<>() : told);
    });
    return settle.operation();
}

QList<Intent> Issuing::interrupted() const
{
    QList<Intent> intents = m_ledger.all();
    intents.removeIf([this](const Intent &intent) {
        const auto account = m_sessions.account(intent.accountId);
        return intent.acknowledged || m_ledger.isOpen(intent.id) || !account ||
               account->state != Account::State::SignedIn;
    });
    return intents;
}

Async<Revealed> Issuing::showInterrupted(const QString &intentId)
{
    const auto intent = m_ledger.find(intentId);
    if (!intent || intent->acknowledged)
        return ready<Revealed>(gone(u"this secret was acknowledged, or its key revoked"_s));
    if (m_ledger.isOpen(intentId))
        return ready<Revealed>(Error{Error::Kind::InProgress, u"this secret is being shown"_s});
    m_ledger.open(intentId);
    Q_EMIT interruptedChanged();
    const Settle<Revealed> settle;
    whenDone(candidates(*intent), this,
             [this, intent = *intent, settle](const Result<QList<Key>> &found) { show(intent, found, settle); });
    return settle.operation();
}

Async<QList<Key>> Issuing::candidates(const Intent &intent)
{
    if (!intent.resultKeyId.isEmpty())
        return candidate(intent, intent.resultKeyId);
    const auto place = m_calls.place(intent.accountId, intent.organizationId);
    if (intent.kind == Intent::Kind::Rotate) {
        const auto old = m_calls.change(place, [id = intent.keyId](Backend &backend) { return backend.key(id); });
        const Settle<QList<Key>> settle;
        whenDone(old, this, [this, intent, settle](const Result<Key> &key) {
            if (!key && key.error().kind != Error::Kind::NotFound)
                return settle(key.error());
            if (!key || key->replacedBy.isEmpty())
                return settle(QList<Key>());
            whenDone(candidate(intent, key->replacedBy), this,
                     [settle](const Result<QList<Key>> &found) { settle(found); });
        });
        return settle.operation();
    }
    return andThen(m_calls.createdSince(place, intent.startedAt.addSecs(-clockSlackSeconds)),
                   [name = keyrules::foldedName(intent.name)](const QList<Key> &keys) -> Result<QList<Key>> {
                       QList<Key> named = keys;
                       named.removeIf([&](const Key &key) { return keyrules::foldedName(key.name) != name; });
                       return named;
                   });
}

Async<QList<Key>> Issuing::candidate(const Intent &intent, const QString &keyId)
{
    const auto place = m_calls.place(intent.accountId, intent.organizationId);
    const Settle<QList<Key>> settle;
    whenDone(m_calls.change(place, [keyId](Backend &backend) { return backend.key(keyId); }), this,
             [earliest = intent.startedAt.addSecs(-clockSlackSeconds), settle](const Result<Key> &key) {
                 if (!key && key.error().kind != Error::Kind::NotFound)
                     return settle(key.error());
                 settle(key && key->createdAt >= earliest ? QList<Key>{*key} : QList<Key>());
             });
    return settle.operation();
}

void Issuing::show(const Intent &intent, const Result<QList<Key>> &found, const Settle<Revealed> &settle)
{
    if (!found)
        return refuseToShow(intent, found.error(), settle);
    if (found->isEmpty()) {
        forget(intent);
        return settle(Error{Error::Kind::NotFound, u"the request never reached the gateway"_s});
    }
    const auto waits = [](const Key &key) { return keyrules::isLive(key.status) && !key.acknowledged; };
    if (!std::any_of(found->begin(), found->end(), waits) || !isRepeatable(intent))
        return refuseToShow(intent, gone(u"the gateway no longer has the secret"_s), settle);
    showAgain(intent, settle);
}

void Issuing::showAgain(const Intent &intent, const Settle<Revealed> &settle)
{
    whenDone(m_ledger.idempotencyKey(intent.id), this, [this, intent, settle](const Result<Secret> &idempotencyKey) {
        if (!idempotencyKey && idempotencyKey.error().kind == Error::Kind::NotFound)
            return refuseToShow(intent, gone(u"the keychain does not have the key to this secret"_s), settle);
        if (!idempotencyKey)
            return refuseToShow(intent, idempotencyKey.error(), settle);
        const auto place = m_calls.place(intent.accountId, intent.organizationId);
        whenDone(m_calls.issue(place, intent, *idempotencyKey), this,
                 [this, intent, settle](const Result<KeyWithSecret> &issued) {
                     if (issued)
                         return answered(intent, issued, settle);
                     const bool refused = judge(issued.error().kind) == Sending::Refused;
                     refuseToShow(intent, refused ? gone(issued.error().detail) : issued.error(), settle);
                 });
    });
}

//! The intent stays: its key can be revoked, or the secret asked for again.
void Issuing::refuseToShow(const Intent &intent, const Error &error, const Settle<Revealed> &settle)
{
    m_ledger.close(intent.id);
    Q_EMIT interruptedChanged();
    settle(error);
}

Async<> Issuing::revokeInterrupted(const QString &intentId)
{
    const auto intent = m_ledger.find(intentId);
    if (!intent)
        return ready<>(Result<>());
    const Settle<> settle;
    if (!intent->resultKeyId.isEmpty()) {
        revoke(*intent, intent->resultKeyId, settle);
        return settle.operation();
    }
    if (m_ledger.isOpen(intentId))
        return ready<std::monostate>(Error{Error::Kind::InProgress, u"this operation is under way"_s});
    m_ledger.open(intentId);
    Q_EMIT interruptedChanged();
    whenDone(candidates(*intent), this, [this, intent = *intent, settle](const Result<QList<Key>> &found) {
        findToRevoke(intent, found, settle);
    });
    return settle.operation();
}

void Issuing::findToRevoke(const Intent &intent, const Result<QList<Key>> &found, const Settle<> &settle)
{
    m_ledger.close(intent.id);
    if (!found) {
        Q_EMIT interruptedChanged();
        return settle(found.error());
    }
    if (!m_calls.capabilities(intent.accountId).repeats)
        return revokeBySight(intent, *found, settle);
    const auto waits = [](const Key &key) { return keyrules::isLive(key.status) && !key.acknowledged; };
    const auto at = std::find_if(found->begin(), found->end(), waits);
    if (at != found->end())
        return identify(intent, *at, settle);
    forget(intent);
    settle(Result<>());
}

//! A server that does not know a request again tells neither who made a key nor whether its secret arrived. The only
//! key of that name and time that nobody has used is the one; of two nobody knows which.
void Issuing::revokeBySight(const Intent &intent, const QList<Key> &found, const Settle<> &settle)
{
    QList<Key> unused = found;
    unused.removeIf([&](const Key &key) {
        return !keyrules::isLive(key.status) || key.lastUsed ||
               key.createdAt > intent.startedAt.addSecs(clockSlackSeconds);
    });
    if (unused.size() == 1)
        return revoke(intent, unused.first().id, settle);
    if (unused.isEmpty())
        forget(intent);
    else
        Q_EMIT interruptedChanged();
    settle(unused.isEmpty() ? Result<>() : Result<>(Error{Error::Kind::Conflict, u"several keys may be meant"_s}));
}

//! A key of that name and time may be somebody else's. Repeating the request says for certain; where that cannot be
//! asked any more, only a key that this person made is revoked.
void Issuing::identify(const Intent &intent, const Key &key, const Settle<> &settle)
{
    const auto bySight = [this, intent, key, settle] {
        if (isOwn(intent, key))
            return revoke(intent, key.id, settle);
        forget(intent);
        settle(Result<>());
    };
    if (!isRepeatable(intent))
        return bySight();
    whenDone(m_ledger.idempotencyKey(intent.id), this,
             [this, intent, bySight, settle](const Result<Secret> &idempotencyKey) {
                 if (!idempotencyKey)
                     return bySight();
                 const auto place = m_calls.place(intent.accountId, intent.organizationId);
                 whenDone(m_calls.issue(place, intent, *idempotencyKey), this,
                          [this, intent, bySight, settle](const Result<KeyWithSecret> &issued) {
                              if (issued)
                                  return revoke(intent, issued->key.id, settle);
                              if (judge(issued.error().kind) == Sending::Refused)
                                  return bySight();
                              settle(issued.error());
                          });
             });
}

void Issuing::revoke(const Intent &intent, const QString &keyId, const Settle<> &settle)
{
    const auto place = m_calls.place(intent.accountId, intent.organizationId);
    whenDone(m_calls.revoke(place, keyId, RevokeReason::Unused, u"Its secret was never shown."_s), this,
             [this, intent, settle](const Result<Key> &revoked) {
                 using Kind = Error::Kind;
                 const bool over =
                     revoked || revoked.error().kind == Kind::NotFound || revoked.error().kind == Kind::Conflict;
                 if (over)
                     forget(intent);
                 settle(over ? Result<>() : Result<>(revoked.error()));
             });
}

void Issuing::keyRevoked(const QString &keyId)
{
    for (const auto &intent : m_ledger.all()) {
        if (intent.resultKeyId == keyId)
            forget(intent);
    }
}

void Issuing::forget(const Intent &intent)
{
    whenDone(m_ledger.forget(intent.id), this, [this](const Result<> &) { Q_EMIT interruptedChanged(); });
}

bool Issuing::isRepeatable(const Intent &intent) const
{
    return m_calls.capabilities(intent.accountId).repeats && intent.startedAt.secsTo(m_clock.now()) < repeatableSeconds;
}

bool Issuing::isOwn(const Intent &intent, const Key &key) const
{
    const auto account = m_sessions.account(intent.accountId);
    return account && !account->record.userId.isEmpty() && account->record.userId == key.createdBy.id;
}

void Issuing::accountChanged(const QString &accountId)
{
    const auto account = m_sessions.account(accountId);
    if (account && account->state == Account::State::SignedIn) {
        for (const auto &intent : m_ledger.all()) {
            if (intent.acknowledged && intent.accountId == accountId)
                tellGateway(intent);
        }
    }
    Q_EMIT interruptedChanged();
}

//! Intents of accounts that were signed out: nobody can ask for their secrets any more.
void Issuing::dropForeign()
{
    for (const auto &intent : m_ledger.all()) {
        if (!m_sessions.account(intent.accountId))
            forget(intent);
    }
}

} // namespace core
