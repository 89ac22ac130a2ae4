#include "core/gateway/api/endpoints.h"
#include "core/gateway/api/keyanswers.h"
#include "core/gateway/api/pages.h"
#include "core/gateway/api/rights.h"

#include "core/domain/organizationjson.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/organizations.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr int mostChanges = 1000;
constexpr int usualChanges = 200;

QJsonObject shown(const Call &call, core::Organization organization)
{
    const auto profile = call.tools.profiles.value(organization.profileId);
    organization.profileName = profile.name;
    organization.keyPrefix = profile.keyPrefix;
    return core::toJson(organization);
}

} // namespace

Outcome<Answer> organizations(Call &call)
{
    QJsonArray data;
    for (const auto &organization : store::Organizations(call.database).ofUser(call.user().id, call.now))
        data += shown(call, organization);
    return wholeList(data);
}

Outcome<Answer> scopes(Call &call)
{
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    QJsonArray data;
    for (auto scope : call.tools.profiles.value(organization->profileId).scopes) {
        scope.grantable = mayGrant(organization->role, scope);
        data += core::toJson(scope);
    }
    return wholeList(data);
}

Outcome<Answer> members(Call &call)
{
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    QJsonArray data;
    for (const auto &member : store::Organizations(call.database).members(organization->id)) {
        data += QJsonObject{{u"id"_s, member.id},
                            {u"email"_s, member.email},
                            {u"name"_s, member.name},
                            {u"role"_s, core::wordFor(member.role)}};
    }
    return wholeList(data);
}

Outcome<Answer> changes(Call &call)
{
    if (const auto unknown = unknownParameter(call.request, {u"since"_s, u"limit"_s}))
        return *unknown;
    const auto organization = ownOrganization(call);
    if (!organization)
        return organization.problem();
    const auto limit = pageLimit(call.request, usualChanges, mostChanges);
    if (!limit)
        return limit.problem();
    const auto list = u"changes of "_s + organization->id;
    const auto place = pagePlace(call, list, 1, u"since"_s);
    if (!place)
        return place.problem();
    const qint64 since = *place ? (*place)->first().toInteger() : 0;
    const auto changed = store::Keys(call.database).changedSince(organization->id, since, *limit);
    QJsonArray data;
    for (const auto &one : changed.keys)
        data += shownKey(call, one.key);
    return answerWith({{u"data"_s, data},
                       {u"removed"_s, QJsonArray()},
                       {u"next_cursor"_s, call.tools.cursors.write({changed.last}, list)},
                       {u"more"_s, changed.more}});
}

} // namespace gateway::api
