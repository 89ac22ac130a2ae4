#include "core/domain/profile.h"

#include "core/base/json.h"
#include "core/domain/organizationjson.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

Route routeFrom(const QJsonValue &value, JsonReader &parent)
{
    JsonReader reader(value.toObject(), u"profile.routes."_s);
    Route route{reader.text("method"), reader.text("path"), reader.text("scope")};
    parent.absorb(reader);
    return route;
}

} // namespace

Result<Profile> profileFromJson(const QByteArray &json)
{
    const auto object = parseObject(json);
    if (!object)
        return object.error();
    JsonReader reader(*object, u"profile."_s);
    Profile profile;
    profile.id = reader.text("id");
    profile.name = reader.text("name");
    profile.keyPrefix = reader.text("key_prefix");
    profile.headers = reader.texts("headers");
    for (const auto &entry : reader.array("scopes")) {
        const auto scope = scopeFromJson(entry.toObject());
        if (!scope)
            return scope.error();
        profile.scopes += *scope;
    }
    for (const auto &entry : reader.array("routes"))
        profile.routes += routeFrom(entry, reader);
    profile.rateLimitPerMinute = static_cast<int>(reader.integer("rate_limit_per_minute"));
    profile.rotateAfterDays = static_cast<int>(reader.integer("rotate_after_days"));
    if (auto mcp = reader.objectOrNull("mcp")) {
        profile.mcpUrl = mcp->text("url");
        profile.mcpTransport = mcp->text("transport");
        profile.mcpHeader = mcp->text("header");
        reader.absorb(*mcp);
    }
    profile.docsUrl = reader.textOrNull("docs_url");
    if (object->contains("watching"_L1)) {
        const auto watching = watchingFromJson(object->value("watching"_L1).toObject());
        if (!watching)
            return watching.error();
        profile.watching = *watching;
    }
    if (reader.failed())
        return reader.error();
    return profile;
}

QList<Profile> shippedProfiles()
{
    QList<Profile> profiles;
    const QDir folder(u":/profiles"_s);
    for (const auto &name : folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        if (const auto profile = profileFromJson(file.readAll()))
            profiles += *profile;
    }
    return profiles;
}

std::optional<Profile> shippedProfile(const QString &id)
{
    const auto profiles = shippedProfiles();
    const auto at =
        std::find_if(profiles.begin(), profiles.end(), [&](const Profile &profile) { return profile.id == id; });
    return at == profiles.end() ? std::nullopt : std::optional(*at);
}

} // namespace core
