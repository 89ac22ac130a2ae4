#include "core/backend/betterauth/authanswers.h"
#include "core/backend/betterauth/betterauthbackend.h"

#include "core/base/clock.h"
#include "core/base/json.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! However many keys there are, a server lists so many, unless it was set up otherwise. In what order they are is
//! judged before the cut.
constexpr qint64 usualCap = 100;
constexpr std::array orders{std::pair{"createdAt"_L1, "asc"_L1}, std::pair{"createdAt"_L1, "desc"_L1},
                            std::pair{"name"_L1, "asc"_L1},      std::pair{"name"_L1, "desc"_L1},
                            std::pair{"id"_L1, "asc"_L1},        std::pair{"id"_L1, "desc"_L1}};

Changes whole(const QList<Key> &keys, bool capped)
{
    Changes changes;
    changes.keys = keys;
    changes.whole = true;
    changes.cap = capped ? int(usualCap) : 0;
    changes.cursor = u"whole"_s;
    return changes;
}

//! Adds what \a sofar lacks. The number of keys that it had already.
qsizetype merge(QList<Key> &sofar, const QList<Key> &more)
{
    qsizetype known = 0;
    for (const auto &key : more) {
        const bool isKnown = std::any_of(sofar.begin(), sofar.end(), [&](const Key &k) { return k.id == key.id; });
        if (isKnown)
            ++known;
        else
            sofar += key;
    }
    return known;
}

} // namespace

Async<authanswers::KeyList> BetterAuthBackend::list(const QString &organizationId, const Query &order)
{
    Query query = order;
    if (!isPerson(organizationId))
        query.append({u"organizationId"_s, organizationId});
    return andThen(send(get(u"api-key/list"_s, query)),
                   [this, organizationId](const HttpReply &reply) -> Result<authanswers::KeyList> {
                       auto list = authanswers::keys(reply);
                       if (!list)
                           return list;
                       for (const auto &key : list->keys) {
                           if (key.organizationId != organizationId)
                               return Error{Error::Kind::Protocol, u"keys of another organization"_s};
                       }
                       m_configurations.insert(list->configurations);
                       return list;
                   });
}

Async<Changes> BetterAuthBackend::changes(const QString &organizationId, const QString &)
{
    const Query order{{u"sortBy"_s, orders[0].first}, {u"sortDirection"_s, orders[0].second}};
    return andThen(list(organizationId, order), [this, organizationId](const authanswers::KeyList &list) {
        const bool mayBeCut = list.keys.size() == usualCap;
        // An older server cuts too, and knows no order.
        if (!mayBeCut || list.bare)
            return ready(Result<Changes>(whole(list.keys, mayBeCut)));
        return listRest(organizationId, list.keys, 1);
    });
}

//! The other end of the list, and the ends of lists in other orders. The oldest and the newest hundred that share a key
//! are everything.
Async<Changes> BetterAuthBackend::listRest(const QString &organizationId, const QList<Key> &sofar, qsizetype order)
{
    const auto &[column, direction] = orders[static_cast<std::size_t>(order)];
    return andThen(list(organizationId, {{u"sortBy"_s, column}, {u"sortDirection"_s, direction}}),
                   [this, organizationId, sofar, order](const authanswers::KeyList &list) {
                       auto keys = sofar;
                       const auto known = merge(keys, list.keys);
                       const bool complete = order == 1 && known > 0;
                       const bool last = order + 1 == static_cast<qsizetype>(orders.size());
                       if (complete || last)
                           return ready(Result<Changes>(whole(keys, !complete)));
                       return listRest(organizationId, keys, order + 1);
                   });
}

Async<Key> BetterAuthBackend::key(const QString &keyId)
{
    Query query{{u"id"_s, keyId}};
    if (m_configurations.contains(keyId))
        query.append({u"configId"_s, m_configurations[keyId]});
    return andThen(ask(get(u"api-key/get"_s, query)),
                   [keyId](const QJsonObject &answer) { return authanswers::key(answer, keyId); });
}

QJsonObject BetterAuthBackend::about(const QString &keyId) const
{
    QJsonObject body{{u"keyId"_s, keyId}};
    if (m_configurations.contains(keyId))
        body[u"configId"_s] = m_configurations[keyId];
    return body;
}

//! Servers take a length of life. Whole minutes: the day that a person chose must not fall a second short of a day.
std::optional<qint64> BetterAuthBackend::secondsUntil(const QDateTime &time) const
{
    if (!time.isValid())
        return std::nullopt;
    const auto seconds = SystemClock().now().addSecs(m_ahead.count()).secsTo(time);
    return std::max<qint64>((seconds + 30) / 60 * 60, 60);
}

Async<KeyWithSecret> BetterAuthBackend::createKey(const QString &organizationId, const NewKey &key, const Secret &)
{
    QJsonObject body{{u"name"_s, key.name}};
    if (!isPerson(organizationId))
        body[u"organizationId"_s] = organizationId;
    if (const auto seconds = secondsUntil(key.expiresAt))
        body[u"expiresIn"_s] = *seconds;
    return andThen(ask(post(u"api-key/create"_s, body)),
                   [this, organizationId](const QJsonObject &answer) { return issued(answer, organizationId); });
}

Async<KeyWithSecret> BetterAuthBackend::issued(const QJsonObject &answer, const QString &organizationId)
{
    const auto key = authanswers::key(answer);
    if (!key)
        return ready<KeyWithSecret>(key.error());
    // A server whose keys are people's ignores the organization, and makes the person a key.
    if (key->organizationId != organizationId) {
        const Error wrongOwner{Error::Kind::NotSupported, u"the keys of this server belong to people"_s};
        return andThen(ask(post(u"api-key/delete"_s, about(key->id))),
                       [wrongOwner](const QJsonObject &) { return Result<KeyWithSecret>(wrongOwner); });
    }
    JsonReader reader(answer, u"key."_s);
    const KeyWithSecret made{*key, Secret::take(reader.text("key")), {}};
    if (reader.failed())
        return ready<KeyWithSecret>(reader.error());
    m_given[organizationId] = key->scopes;
    return ready<KeyWithSecret>(made);
}

Async<Key> BetterAuthBackend::updateKey(const QString &keyId, qint64, const KeyChanges &changes)
{
    if (changes.scopes || changes.note)
        return Backend::updateKey(keyId, 0, changes);
    auto body = about(keyId);
    if (changes.name)
        body[u"name"_s] = *changes.name;
    if (changes.enabled)
        body[u"enabled"_s] = *changes.enabled;
    if (changes.expiresAt) {
        const auto seconds = secondsUntil(*changes.expiresAt);
        body[u"expiresIn"_s] = seconds ? QJsonValue(*seconds) : QJsonValue(QJsonValue::Null);
    }
    return andThen(ask(post(u"api-key/update"_s, body)),
                   [keyId](const QJsonObject &answer) { return authanswers::key(answer, keyId); });
}

//! A second key of the same name. The old one goes on until somebody revokes it.
Async<KeyWithSecret> BetterAuthBackend::rotateKey(const QString &keyId, const RotationRequest &rotation,
                                                  const Secret &once)
{
    return andThen(key(keyId), [this, rotation, once](const Key &old) {
        NewKey replacement{old.name, {}, {}, {}};
        if (rotation.expiresAt)
            replacement.expiresAt = *rotation.expiresAt;
        else if (old.expiresAt.isValid())
            replacement.expiresAt = SystemClock().now().addSecs(m_ahead.count() + old.createdAt.secsTo(old.expiresAt));
        return andThen(createKey(old.organizationId, replacement, once), [old](const KeyWithSecret &made) {
            auto rotated = made;
            rotated.key.replaces = old.id;
            rotated.replaced = old;
            rotated.replaced->replacedBy = made.key.id;
            if (old.status == KeyStatus::Active)
                rotated.replaced->status = KeyStatus::Retiring;
            return Result<KeyWithSecret>(rotated);
        });
    });
}

Async<> BetterAuthBackend::acknowledge(const QString &)
{
    return ready<>(Result<>()); // the server has forgotten the secret already
}

//! The server deletes it; what it was is looked at before, so that it can be shown as what it is from now on.
Async<Key> BetterAuthBackend::revokeKey(const QString &keyId, RevokeReason reason, const QString &note, const Secret &)
{
    return andThen(key(keyId), [this, reason, note](const Key &last) {
        return andThen(send(post(u"api-key/delete"_s, about(last.id))),
                       [this, last, reason, note](const HttpReply &reply) -> Result<Key> {
                           if (reply.status != 200) {
                               // Somebody else was faster.
                               if (const auto error = authanswers::error(reply); error.kind != Error::Kind::NotFound)
                                   return error;
                           }
                           Key revoked = last;
                           revoked.status = KeyStatus::Revoked;
                           revoked.revokedAt = SystemClock().now().addSecs(m_ahead.count());
                           revoked.revokedReason = note.isEmpty() ? wordFor(reason) : wordFor(reason) + u": "_s + note;
                           return revoked;
                       });
    });
}

} // namespace core
