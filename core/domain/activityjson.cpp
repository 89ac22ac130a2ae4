#include "core/domain/activityjson.h"

#include "core/base/json.h"
#include "core/base/jsonvalue.h"
#include "core/base/times.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace core {

namespace {

qint64 countFrom(JsonReader &reader, const char *member)
{
    const qint64 count = reader.integer(member);
    if (count < 0)
        reader.fail(member, "a count");
    return std::max<qint64>(count, 0);
}

QList<UsageShare> sharesFrom(JsonReader &parent, const char *list, const char *name)
{
    QList<UsageShare> shares;
    for (const auto &each : parent.array(list)) {
        JsonReader reader(each.toObject(), u"breakdown."_s);
        shares.append({reader.text(name), countFrom(reader, "count"), reader.timeOrNull("first_at"),
                       reader.timeOrNull("last_at")});
        parent.absorb(reader);
    }
    return shares;
}

QJsonArray shown(const QList<UsageShare> &shares, const QString &name)
{
    QJsonArray array;
    for (const auto &share : shares) {
        array += QJsonObject{{name, share.name},
                             {u"count"_s, share.count},
                             {u"first_at"_s, orNull(share.firstAt)},
                             {u"last_at"_s, orNull(share.lastAt)}};
    }
    return array;
}

} // namespace

Result<ActivityEvent> activityEventFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"event."_s);
    ActivityEvent event;
    event.id = reader.text("id");
    event.at = reader.time("at");
    event.kind = eventKindFrom(reader.text("kind"));
    auto actor = reader.object("actor");
    event.actor = {eventActorKindFrom(actor.text("kind")), actor.textOrNull("id"), actor.textOrNull("name")};
    reader.absorb(actor);
    if (auto key = reader.objectOrNull("key")) {
        event.key = EventKey{key->text("id"), key->textOrNull("name"), key->textOrNull("hint")};
        reader.absorb(*key);
    }
    event.method = reader.textOrNull("method");
    event.path = reader.textOrNull("path");
    event.status = static_cast<int>(reader.integerOrNull("status").value_or(0));
    event.code = reader.textOrNull("code");
    event.address = reader.textOrNull("address");
    event.userAgent = reader.textOrNull("user_agent");
    event.scope = reader.textOrNull("scope");
    event.detail = reader.textOrNull("detail");
    if (reader.failed())
        return reader.error();
    return event;
}

QJsonObject toJson(const ActivityEvent &event)
{
    QJsonValue key(QJsonValue::Null);
    if (event.key)
        key = QJsonObject{{u"id"_s, event.key->id}, {u"name"_s, event.key->name}, {u"hint"_s, event.key->hint}};
    return {{u"id"_s, event.id},
            {u"at"_s, toRfc3339(event.at)},
            {u"kind"_s, wordFor(event.kind)},
            {u"actor"_s, QJsonObject{{u"kind"_s, wordFor(event.actor.kind)},
                                     {u"id"_s, orNull(event.actor.id)},
                                     {u"name"_s, orNull(event.actor.name)}}},
            {u"key"_s, key},
            {u"method"_s, orNull(event.method)},
            {u"path"_s, orNull(event.path)},
            {u"status"_s, event.status == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(event.status)},
            {u"code"_s, orNull(event.code)},
            {u"address"_s, orNull(event.address)},
            {u"user_agent"_s, orNull(event.userAgent)},
            {u"scope"_s, orNull(event.scope)},
            {u"detail"_s, orNull(event.detail)}};
}

Result<UsageCount> usageCountFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"usage."_s);
    UsageCount count;
    count.start = reader.time("start");
    count.ok = countFrom(reader, "ok");
    count.unauthorized = countFrom(reader, "unauthorized");
    count.forbidden = countFrom(reader, "forbidden");
    count.limited = countFrom(reader, "limited");
    count.other = countFrom(reader, "other");
    if (reader.failed())
        return reader.error();
    return count;
}

Result<UsageBreakdown> usageBreakdownFromJson(const QJsonObject &object)
{
    JsonReader reader(object, u"breakdown."_s);
    UsageBreakdown breakdown;
    breakdown.addresses = sharesFrom(reader, "addresses", "address");
    breakdown.userAgents = sharesFrom(reader, "user_agents", "user_agent");
    breakdown.scopes = sharesFrom(reader, "scopes", "name");
    breakdown.routes = sharesFrom(reader, "routes", "route");
    auto rest = reader.object("everything_else");
    breakdown.everythingElse = {countFrom(rest, "addresses"), countFrom(rest, "user_agents"), countFrom(rest, "scopes"),
                                countFrom(rest, "routes")};
    reader.absorb(rest);
    if (reader.failed())
        return reader.error();
    return breakdown;
}

QJsonObject toJson(const UsageBreakdown &breakdown)
{
    const UsageRest &rest = breakdown.everythingElse;
    return {{u"addresses"_s, shown(breakdown.addresses, u"address"_s)},
            {u"user_agents"_s, shown(breakdown.userAgents, u"user_agent"_s)},
            {u"scopes"_s, shown(breakdown.scopes, u"name"_s)},
            {u"routes"_s, shown(breakdown.routes, u"route"_s)},
            {u"everything_else"_s, QJsonObject{{u"addresses"_s, rest.addresses},
                                               {u"user_agents"_s, rest.userAgents},
                                               {u"scopes"_s, rest.scopes},
                                               {u"routes"_s, rest.routes}}}};
}

} // namespace core
