#include "core/gateway/store/activity.h"

#include "core/base/identifiers.h"
#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

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

} // namespace gateway::store
