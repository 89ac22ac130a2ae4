#include "core/services/keycalls.h"

#include "core/base/clock.h"
#include "core/base/identifiers.h"
#include "core/base/log.h"
#include "core/base/times.h"
#include "core/domain/keyjson.h"
#include "core/services/directory.h"
#include "core/services/localfacts.h"
#include "core/services/repeatedsend.h"
#include "core/services/sessions.h"
#include "core/storage/keycache.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qsizetype newestLookedAt = 1000;

template <typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

//! The request that the intent's body was made of.
RotationRequest rotationFrom(const QJsonObject &body)
{
    RotationRequest rotation{std::chrono::seconds(body[u"overlap_seconds"_s].toInteger())};
    if (body.contains(u"expires_at"_s))
        rotation.expiresAt = fromRfc3339(body[u"expires_at"_s].toString());
    return rotation;
}

} // namespace

KeyCalls::KeyCalls(Sessions &sessions, Directory &directory, KeyCache &cache, const Clock &clock)
    : m_sessions(sessions), m_directory(directory), m_cache(cache), m_clock(clock)
{
}

std::optional<KeyPlace> KeyCalls::place(qint64 reference) const
{
    const auto cached = m_directory.organization(reference);
    if (!cached)
        return std::nullopt;
    return KeyPlace{cached->accountId, cached->organization.id, reference};
}

KeyPlace KeyCalls::place(const QString &accountId, const QString &organizationId) const
{
    return {accountId, organizationId, m_directory.referenceOf(accountId, organizationId)};
}

Capabilities KeyCalls::capabilities(const QString &accountId) const
{
    const auto *backend = m_sessions.backend(accountId);
    return backend == nullptr ? Capabilities() : backend->capabilities();
}

std::optional<Key> KeyCalls::cached(const KeyPlace &place, const QString &keyId) const
{
    const auto row = m_cache.rowOf(place.reference, keyId);
    const auto keys = row == 0 ? Result<QList<Key>>(QList<Key>()) : m_cache.keys({row});
    return keys && !keys->isEmpty() ? std::optional(keys->first()) : std::nullopt;
}

//! What a server that forgets says of a key lacks what is known of it here.
QList<Key> KeyCalls::withLocalFacts(const KeyPlace &place, const QList<Key> &keys) const
{
    if (capabilities(place.accountId).remembersEnded)
        return keys;
    QList<Key> complete;
    for (const auto &key : keys) {
        const auto known = cached(place, key.id);
        complete += known ? localfacts::merged(key, *known) : key;
    }
    return complete;
}

template <typename T>
Async<T> KeyCalls::ask(const QString &accountId, const std::function<Async<T>(Backend &)> &call) const
{
    auto *backend = m_sessions.backend(accountId);
    if (backend == nullptr || !backend->hasSession())
        return ready<T>(Error{Error::Kind::Unauthorized, u"this account is not signed in"_s});
    return call(*backend);
}

void KeyCalls::note(const QString &accountId, const std::optional<Error> &error) const
{
    m_sessions.noteOutcome(accountId, error);
}

void KeyCalls::store(const KeyPlace &place, const QList<Key> &keys)
{
    if (place.reference == 0 || keys.isEmpty())
        return;
    if (const auto put = m_cache.put(place.reference, withLocalFacts(place, keys)); !put)
        qCWarning(logServices) << "a changed key could not be written to the cache:" << put.error().detail;
    Q_EMIT keysChanged(place.reference);
}

Async<KeyWithSecret> KeyCalls::issue(const KeyPlace &place, const Intent &intent, const Secret &idempotencyKey)
{
    const auto call = [intent, idempotencyKey](Backend &backend) -> Async<KeyWithSecret> {
        if (intent.kind == Intent::Kind::Rotate)
            return backend.rotateKey(intent.keyId, rotationFrom(intent.body), idempotencyKey);
        const auto key = newKeyFromJson(intent.body);
        return key ? backend.createKey(intent.organizationId, *key, idempotencyKey) : ready<KeyWithSecret>(key.error());
    };
    const auto send = [this, call, id = place.accountId] { return ask<KeyWithSecret>(id, call); };
    const Settle<KeyWithSecret> settle;
    whenDone(
        RepeatedSend<KeyWithSecret>::start(
            this, send, [this, id = place.accountId](const auto &e) { note(id, e); },
            capabilities(place.accountId).repeats),
        this, [this, place, settle](const Result<KeyWithSecret> &issued) {
            if (issued)
                store(place, issued->replaced ? QList<Key>{issued->key, *issued->replaced} : QList<Key>{issued->key});
            settle(issued);
        });
    return settle.operation();
}

Async<Key> KeyCalls::revoke(const KeyPlace &place, const QString &keyId, RevokeReason reason, const QString &words)
{
    const auto call = [keyId, reason, words, once = newIdempotencyKey()](Backend &backend) {
        return backend.revokeKey(keyId, reason, words, once);
    };
    const auto send = [this, call, id = place.accountId] { return ask<Key>(id, call); };
    const Settle<Key> settle;
    whenDone(RepeatedSend<Key>::start(this, send, [this, id = place.accountId](const auto &e) { note(id, e); }), this,
             [this, place, keyId, settle](const Result<Key> &answer) {
                 const auto revoked = answer ? answer : goneBefore(place, keyId, answer.error());
                 if (revoked)
                     store(place, {*revoked});
                 settle(revoked);
             });
    return settle.operation();
}

//! At a server that forgets what was revoked, a key that it does not know is one that somebody else revoked.
Result<Key> KeyCalls::goneBefore(const KeyPlace &place, const QString &keyId, const Error &error) const
{
    const auto known = cached(place, keyId);
    if (error.kind != Error::Kind::NotFound || capabilities(place.accountId).remembersEnded || !known)
        return error;
    Key key = *known;
    key.status = KeyStatus::Revoked;
    key.revokedAt = m_clock.now();
    return key;
}

Async<Key> KeyCalls::change(const KeyPlace &place, const std::function<Async<Key>(Backend &)> &call)
{
    const Settle<Key> settle;
    whenDone(ask<Key>(place.accountId, call), this, [this, place, settle](const Result<Key> &changed) {
        note(place.accountId, errorOf(changed));
        if (changed)
            store(place, {*changed});
        settle(changed);
    });
    return settle.operation();
}

Async<> KeyCalls::acknowledge(const KeyPlace &place, const QString &keyId)
{
    const auto call = [keyId](Backend &backend) { return backend.acknowledge(keyId); };
    const Settle<> settle;
    whenDone(ask<std::monostate>(place.accountId, call), this, [this, place, keyId, settle](const Result<> &told) {
        note(place.accountId, errorOf(told));
        if (const auto cached = m_cache.key(place.reference, keyId); told && cached && !cached->acknowledged) {
            Key key = *cached;
            key.acknowledged = true;
            store(place, {key});
        }
        settle(told);
    });
    return settle.operation();
}

Async<> KeyCalls::check(const KeyPlace &place, const QString &keyId, const Secret &secret) const
{
    return ask<std::monostate>(place.accountId,
                               [keyId, secret](Backend &backend) { return backend.checkKey(keyId, secret); });
}

Async<QList<Key>> KeyCalls::createdSince(const KeyPlace &place, const QDateTime &earliest)
{
    const Settle<QList<Key>> settle;
    const auto cursor = place.reference == 0 ? Result<QString>(QString()) : m_cache.cursor(place.reference);
    readPage(place, cursor ? *cursor : QString(), earliest, cachedSince(place, earliest), settle);
    return settle.operation();
}

void KeyCalls::readPage(const KeyPlace &place, const QString &since, const QDateTime &earliest, const QList<Key> &sofar,
                        const Settle<QList<Key>> &settle)
{
    const auto call = [since, id = place.organizationId](Backend &backend) { return backend.changes(id, since); };
    whenDone(ask<Changes>(place.accountId, call), this,
             [this, place, since, earliest, sofar, settle](const Result<Changes> &page) {
                 note(place.accountId, errorOf(page));
                 if (!page)
                     return settle(page.error());
                 store(place, page->keys);
                 QList<Key> found;
                 std::copy_if(page->keys.begin(), page->keys.end(), std::back_inserter(found),
                              [&](const Key &key) { return key.createdAt >= earliest; });
                 const auto isNewer = [&](const Key &old) {
                     return std::any_of(found.begin(), found.end(), [&](const Key &key) { return key.id == old.id; });
                 };
                 std::remove_copy_if(sofar.begin(), sofar.end(), std::back_inserter(found), isNewer);
                 if (page->more && page->cursor != since)
                     return readPage(place, page->cursor, earliest, found, settle);
                 std::sort(found.begin(), found.end(),
                           [](const Key &a, const Key &b) { return a.createdAt > b.createdAt; });
                 settle(found);
             });
}

QList<Key> KeyCalls::cachedSince(const KeyPlace &place, const QDateTime &earliest) const
{
    if (place.reference == 0)
        return {};
    KeyQuery newest;
    newest.organization = place.reference;
    newest.sort = KeyQuery::Sort::Created;
    newest.order = Qt::DescendingOrder;
    newest.now = m_clock.now();
    const auto rows = m_cache.rows(newest, newestLookedAt);
    const auto keys = rows ? m_cache.keys(*rows) : Result<QList<Key>>(rows.error());
    QList<Key> found;
    if (keys)
        std::copy_if(keys->begin(), keys->end(), std::back_inserter(found),
                     [&](const Key &key) { return key.createdAt >= earliest; });
    return found;
}

} // namespace core
