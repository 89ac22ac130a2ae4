#include "core/domain/keyjson.h"

#include "core/base/json.h"
#include "core/base/jsonvalue.h"
#include "core/base/times.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace core {

namespace {

Person personFrom(JsonReader reader, JsonReader &parent)
{
    Person person{reader.text("id"), reader.text("name")};
    parent.absorb(reader);
    return person;
}

QJsonObject toJson(const Person &person)
{
    return {{u"id"_s, person.id}, {u"name"_s, person.name}};
}

LastUse lastUseFrom(JsonReader reader, JsonReader &parent)
{
    LastUse use{reader.time("at"), reader.textOrNull("address"), reader.textOrNull("user_agent")};
    parent.absorb(reader);
    return use;
}

} // namespace

Result<Key> keyFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"key."_s);
    Key key;
    key.id = reader.text("id");
    key.organizationId = reader.text("organization_id");
    key.name = reader.text("name");
    key.note = reader.textOrNull("note");
    key.hint = reader.text("hint");
    key.scopes = reader.texts("scopes");
    key.status = keyStatusFrom(reader.text("status"));
    key.createdAt = reader.time("created_at");
    if (auto by = reader.objectOrNull("created_by"))
        key.createdBy = personFrom(*by, reader);
    key.expiresAt = reader.timeOrNull("expires_at");
    if (auto use = reader.objectOrNull("last_used"))
        key.lastUsed = lastUseFrom(*use, reader);
    key.replaces = reader.textOrNull("replaces");
    key.replacedBy = reader.textOrNull("replaced_by");
    key.retiresAt = reader.timeOrNull("retires_at");
    key.revokedAt = reader.timeOrNull("revoked_at");
    if (auto by = reader.objectOrNull("revoked_by"))
        key.revokedBy = personFrom(*by, reader);
    key.revokedReason = reader.textOrNull("revoked_reason");
    key.rateLimitPerMinute = static_cast<int>(reader.integerOrNull("rate_limit_per_minute").value_or(0));
    key.version = reader.integer("version");
    key.acknowledged = reader.booleanOr("acknowledged", true);
    if (reader.failed())
        return reader.error();
    return key;
}

QJsonObject toJson(const Key &key)
{
    QJsonValue lastUsed(QJsonValue::Null);
    if (key.lastUsed) {
        lastUsed = QJsonObject{{u"at"_s, toRfc3339(key.lastUsed->at)},
                               {u"address"_s, orNull(key.lastUsed->address)},
                               {u"user_agent"_s, orNull(key.lastUsed->userAgent)}};
    }
    return {{u"id"_s, key.id},
            {u"organization_id"_s, key.organizationId},
            {u"name"_s, key.name},
            {u"note"_s, key.note},
            {u"hint"_s, key.hint},
            {u"scopes"_s, QJsonArray::fromStringList(key.scopes)},
            {u"status"_s, wordFor(key.status)},
            {u"created_at"_s, toRfc3339(key.createdAt)},
            {u"created_by"_s, toJson(key.createdBy)},
            {u"expires_at"_s, orNull(key.expiresAt)},
            {u"last_used"_s, lastUsed},
            {u"replaces"_s, orNull(key.replaces)},
            {u"replaced_by"_s, orNull(key.replacedBy)},
            {u"retires_at"_s, orNull(key.retiresAt)},
            {u"revoked_at"_s, orNull(key.revokedAt)},
            {u"revoked_by"_s, key.revokedBy ? QJsonValue(toJson(*key.revokedBy)) : QJsonValue(QJsonValue::Null)},
            {u"revoked_reason"_s, orNull(key.revokedReason)},
            {u"rate_limit_per_minute"_s, key.rateLimitPerMinute},
            {u"version"_s, key.version},
            {u"acknowledged"_s, key.acknowledged}};
}

QJsonObject toJson(const NewKey &key)
{
    QJsonObject object{{u"name"_s, key.name},
                       {u"scopes"_s, QJsonArray::fromStringList(key.scopes)},
                       {u"expires_at"_s, orNull(key.expiresAt)}};
    if (!key.note.isEmpty())
        object[u"note"_s] = key.note;
    return object;
}

Result<NewKey> newKeyFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"new key."_s);
    NewKey key{reader.text("name"), reader.textOrNull("note"), reader.texts("scopes"), reader.timeOrNull("expires_at")};
    if (reader.failed())
        return reader.error();
    return key;
}

QJsonObject toJson(const KeyChanges &changes)
{
    QJsonObject object;
    if (changes.name)
        object[u"name"_s] = *changes.name;
    if (changes.note)
        object[u"note"_s] = *changes.note;
    if (changes.scopes)
        object[u"scopes"_s] = QJsonArray::fromStringList(*changes.scopes);
    if (changes.expiresAt)
        object[u"expires_at"_s] = orNull(*changes.expiresAt);
    if (changes.enabled)
        object[u"enabled"_s] = *changes.enabled;
    return object;
}

QJsonObject toJson(const RotationRequest &rotation)
{
    QJsonObject object{{u"overlap_seconds"_s, static_cast<qint64>(rotation.overlap.count())}};
    if (rotation.expiresAt)
        object[u"expires_at"_s] = orNull(*rotation.expiresAt);
    return object;
}

} // namespace core
