#include "core/gateway/store/activity.h"

#include "core/base/identifiers.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"

#include <QHash>
#include <map>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr qint64 hour = 3600 * 1000;
constexpr int longestAgent = 256;
constexpr int longestPath = 512;

const QString insertion =
    u"INSERT INTO events (id, organization_id, at, kind, actor_kind, actor_id, actor_name, key_id, key_name, key_hint, "
    "method, path, status, code, address, user_agent, scope, detail) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s;

QString wordFor(Actor::Kind kind)
{
    switch (kind) {
    case Actor::Kind::User: return u"user"_s;
    case Actor::Kind::Key: return u"key"_s;
    case Actor::Kind::System: break;
    }
    return u"system"_s;
}

QString from(const std::string &text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

//! The column of hourly_counts that a call belongs to.
QString columnFor(int status)
{
    switch (status) {
    case 401: return u"unauthorized"_s;
    case 403: return u"forbidden"_s;
    case 429: return u"limited"_s;
    default: return status < 400 ? u"ok"_s : u"other"_s;
    }
}

} // namespace

QString Event::wordFor(Kind kind)
{
    switch (kind) {
    case Kind::KeyCreated: return u"key.created"_s;
    case Kind::KeyRotated: return u"key.rotated"_s;
    case Kind::KeyUpdated: return u"key.updated"_s;
    case Kind::KeyDisabled: return u"key.disabled"_s;
    case Kind::KeyEnabled: return u"key.enabled"_s;
    case Kind::KeyRevoked: return u"key.revoked"_s;
    case Kind::KeyExpired: return u"key.expired"_s;
    case Kind::KeyRetired: return u"key.retired"_s;
    case Kind::SessionStarted: return u"session.started"_s;
    case Kind::SessionFailed: return u"session.failed"_s;
    case Kind::SessionEnded: return u"session.ended"_s;
    case Kind::PasswordChanged: return u"password.changed"_s;
    case Kind::TokenReplaced: break;
    }
    return u"token.replaced"_s;
}

void Activity::write(const Event &e, const QDateTime &at)
{
    const auto status = e.status == 0 ? QVariant(QMetaType::fromType<int>()) : QVariant(e.status);
    m_database.run(insertion, {core::newId(at), orNull(e.organizationId), stamp(at), Event::wordFor(e.kind),
                               store::wordFor(e.actor.kind), orNull(e.actor.id), orNull(e.actor.name), orNull(e.keyId),
                               orNull(e.keyName), orNull(e.keyHint), orNull(e.method), orNull(e.path.left(longestPath)),
                               status, orNull(e.code), orNull(e.address), orNull(e.userAgent.left(longestAgent)),
                               orNull({}), orNull(e.detail)});
}

bool Activity::writeCalls(const std::vector<check::RequestEvent> &calls)
{
    struct LastCall {
        KeyLabel label;
        const check::RequestEvent *call = nullptr;
    };
    Change change(m_database);
    Keys keys(m_database);
    std::unordered_map<std::string, LastCall> lastCalls;
    std::map<std::tuple<std::string, std::string, qint64, QString>, qint64> counts;
    for (const auto &call : calls) {
        LastCall none;
        auto *last = &none;
        if (!call.keyId.empty()) {
            const auto [place, isFirst] = lastCalls.try_emplace(call.keyId);
            last = &place->second;
            if (isFirst)
                last->label = keys.label(from(call.keyId));
            last->call = &call;
            ++counts[{call.organizationId, call.keyId, call.at - call.at % hour, columnFor(call.status)}];
        }
        const auto at = QDateTime::fromMSecsSinceEpoch(call.at, Qt::UTC);
        const auto kind = call.keyId.empty() ? Actor::Kind::System : Actor::Kind::Key;
        m_database.run(insertion,
                       {core::newId(at), orNull(from(call.organizationId)), static_cast<qint64>(call.at), u"request"_s,
                        wordFor(kind), orNull(from(call.keyId)), orNull(last->label.name), orNull(from(call.keyId)),
                        orNull(last->label.name), orNull(last->label.hint), orNull(from(call.method)),
                        orNull(from(call.path)), static_cast<int>(call.status), orNull(from(call.code)),
                        orNull(from(call.address)), orNull(from(call.userAgent).left(longestAgent)),
                        orNull(from(call.scope)), orNull({})});
    }
    for (const auto &[place, count] : counts) {
        const auto &[organization, key, start, column] = place;
        m_database.run(u"INSERT INTO hourly_counts (organization_id, key_id, hour, %1) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (key_id, hour) DO UPDATE SET %1 = hourly_counts.%1 + excluded.%1"_s.arg(column),
                       {from(organization), from(key), start, count});
    }
    for (const auto &[id, last] : lastCalls) {
        keys.setLastUse(from(last.call->organizationId), from(id),
                        {QDateTime::fromMSecsSinceEpoch(last.call->at, Qt::UTC), from(last.call->address),
                         from(last.call->userAgent).left(longestAgent)});
    }
    return change.commit();
}

} // namespace gateway::store
