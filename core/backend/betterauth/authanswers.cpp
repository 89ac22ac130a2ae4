#include "core/backend/betterauth/authanswers.h"

#include "core/base/identifiers.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core::authanswers {

namespace {

using Kind = Error::Kind;

struct Refusal {
    QString code;
    QString message;
    qint64 tryAgainIn = 0; //!< ms
};

Refusal refusalIn(const HttpReply &reply)
{
    const auto body = parseObject(reply.body);
    if (!body)
        return {};
    // The device flow speaks as OAuth does.
    const auto text = [&](QLatin1StringView name, QLatin1StringView other) {
        const auto found = body->value(name).toString();
        return found.isEmpty() ? body->value(other).toString() : found;
    };
    const auto details = body->value("details"_L1).toObject();
    return {text("code"_L1, "error"_L1), text("message"_L1, "error_description"_L1),
            details.value("tryAgainIn"_L1).toInteger()};
}

Kind kindOf401(const QString &code)
{
    if (code == "INVALID_EMAIL_OR_PASSWORD"_L1 || code == "INVALID_CODE"_L1 || code == "INVALID_BACKUP_CODE"_L1)
        return Kind::SignInFailed;
    // Who is no member, or is banned, still has a session.
    if (code == "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION"_L1 || code == "USER_BANNED"_L1)
        return Kind::Forbidden;
    return Kind::Unauthorized;
}

//! The member that a 400 is about, by our names; empty: by none.
QString fieldOf(const Refusal &refusal)
{
    static const QRegularExpression named(u"^\\[body\\.(\\w+)\\]"_s);
    const auto member = named.match(refusal.message).captured(1);
    const auto &code = refusal.code;
    if (member == "name"_L1 || code.contains("NAME_LENGTH"_L1) || code == "NAME_REQUIRED"_L1 ||
        code.startsWith("THE_NAME_"_L1))
        return u"name"_s;
    if (member == "expiresIn"_L1 || code.startsWith("EXPIRES_IN_"_L1) || code.startsWith("THE_EXPIRESIN_"_L1) ||
        code == "KEY_DISABLED_EXPIRATION"_L1 || code.startsWith("CUSTOM_KEY_EXPIRATION"_L1))
        return u"expires_at"_s;
    if (member == "email"_L1 || code == "INVALID_EMAIL"_L1)
        return u"email"_s;
    return member == "password"_L1 ? u"password"_s : QString();
}

Kind kindOf400(const Refusal &refusal)
{
    if (refusal.code == "authorization_pending"_L1)
        return Kind::InProgress;
    if (refusal.code == "slow_down"_L1)
        return Kind::RateLimited;
    if (refusal.code == "access_denied"_L1)
        return Kind::Forbidden;
    if (refusal.code == "expired_token"_L1 || refusal.code == "invalid_grant"_L1)
        return Kind::TimedOut;
    if (refusal.code.contains("SERVER_ONLY"_L1) || refusal.code.startsWith("THE_PROPERTY_YOURE_TRYING_TO_SET"_L1))
        return Kind::NotSupported;
    return fieldOf(refusal).isEmpty() ? Kind::Server : Kind::Validation;
}

Kind kindOf(const HttpReply &reply, const Refusal &refusal)
{
    switch (reply.status) {
    case 400: return kindOf400(refusal);
    case 401: return kindOf401(refusal.code);
    case 403: return Kind::Forbidden;
    case 404: return refusal.code.isEmpty() ? Kind::NotSupported : Kind::NotFound; // empty: there is no such call
    case 422: return Kind::Validation;
    case 429: return Kind::RateLimited;
    case 503: return Kind::Unavailable;
    default: return reply.status >= 400 ? Kind::Server : Kind::Protocol;
    }
}

//! Times are kept to the second everywhere else.
QDateTime timeIn(JsonReader &reader, const char *member)
{
    const auto time = reader.timeOrNull(member);
    return time.isValid() ? QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch(), Qt::UTC) : time;
}

std::chrono::seconds pause(const HttpReply &reply, const Refusal &refusal)
{
    auto wanted = headers::retryAfter(reply.header("x-retry-after"), reply.serverTime);
    if (!wanted)
        wanted = headers::retryAfter(reply.header("retry-after"), reply.serverTime);
    if (!wanted && refusal.tryAgainIn > 0)
        wanted = std::chrono::ceil<std::chrono::seconds>(std::chrono::milliseconds(refusal.tryAgainIn));
    if (reply.status == 503)
        return wanted.value_or(std::chrono::seconds(0));
    return std::clamp(wanted.value_or(std::chrono::seconds(10)), std::chrono::seconds(1), std::chrono::seconds(3600));
}

} // namespace

Error error(const HttpReply &reply)
{
    const auto refusal = refusalIn(reply);
    Error error{kindOf(reply, refusal)};
    error.detail = redacted(shown(u"%1 %2: %3"_s.arg(reply.status).arg(refusal.code, refusal.message)));
    if (error.kind == Kind::RateLimited || error.kind == Kind::Unavailable)
        error.retryAfter = pause(reply, refusal);
    if (const auto field = fieldOf(refusal); error.kind == Kind::Validation && !field.isEmpty())
        error.fields.insert(field, shown(refusal.message));
    return error;
}

Result<QJsonObject> object(const HttpReply &reply)
{
    return reply.status == 200 ? parseObject(reply.body) : Result<QJsonObject>(error(reply));
}

QStringList scopesFrom(const QJsonObject &permissions)
{
    QStringList scopes;
    for (auto resource = permissions.begin(); resource != permissions.end(); ++resource) {
        for (const auto &action : resource->toArray())
            scopes += resource.key() + u':' + action.toString();
    }
    return scopes;
}

Result<Key> key(const QJsonObject &answer, const QString &keyId)
{
    JsonReader reader(answer, u"key."_s);
    Key key;
    key.id = reader.text("id");
    key.organizationId = reader.textOrNull("referenceId");
    if (key.organizationId.isEmpty())
        key.organizationId = reader.textOrNull("userId");
    key.name = reader.textOrNull("name");
    if (const auto start = reader.textOrNull("start"); !start.isEmpty())
        key.hint = start + u'…';
    key.scopes = scopesFrom(answer.value("permissions"_L1).toObject());
    key.createdAt = timeIn(reader, "createdAt");
    key.expiresAt = timeIn(reader, "expiresAt");
    if (const auto used = timeIn(reader, "lastRequest"); used.isValid())
        key.lastUsed = LastUse{used, {}, {}};
    key.status = reader.booleanOr("enabled", true) ? KeyStatus::Active : KeyStatus::Disabled;
    if (reader.failed())
        return reader.error();
    if (!isPathSafe(key.id) || !isPathSafe(key.organizationId))
        return Error{Kind::Protocol, u"a key with an unusable id"_s};
    if (!keyId.isEmpty() && key.id != keyId)
        return Error{Kind::Protocol, u"an answer about another key"_s};
    return key;
}

Result<KeyList> keys(const HttpReply &reply)
{
    if (reply.status != 200)
        return error(reply);
    const auto document = QJsonDocument::fromJson(reply.body);
    KeyList list;
    list.bare = document.isArray();
    const auto entries = list.bare ? document.array() : document.object().value("apiKeys"_L1).toArray();
    if (!list.bare && !document.object().value("apiKeys"_L1).isArray())
        return Error{Kind::Protocol, u"a list of keys that is none"_s};
    for (const auto &entry : entries) {
        const auto key = authanswers::key(entry.toObject());
        if (!key)
            return key.error();
        list.keys += *key;
        if (const auto name = entry.toObject().value("configId"_L1).toString(); !name.isEmpty() && name != "default"_L1)
            list.configurations.insert(key->id, name);
    }
    return list;
}

} // namespace core::authanswers
