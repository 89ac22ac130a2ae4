#include "core/gateway/api/rights.h"

#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/organizations.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

Outcome<core::Organization> ownOrganization(Call &call)
{
    const auto organization = store::Organizations(call.database).one(call.parameters.first(), call.user().id);
    if (!organization)
        return Problem{Fault::NotFound};
    return *organization;
}

Outcome<HeldKey> visibleKey(Call &call)
{
    const auto key = store::Keys(call.database).one(call.parameters.first(), call.user().id);
    if (!key)
        return Problem{Fault::NotFound};
    const auto organization = store::Organizations(call.database).one(key->organizationId, call.user().id);
    if (!organization)
        return Problem{Fault::NotFound};
    return HeldKey{*key, *organization};
}

Outcome<HeldKey> managedKey(Call &call)
{
    const auto held = visibleKey(call);
    if (!held)
        return held.problem();
    const auto role = held->organization.role;
    const bool own = core::canCreateKeys(role) && held->key.createdBy.id == call.user().id;
    if (!own && !core::canManageEveryKey(role))
        return forbidden(u"keys:manage"_s);
    return *held;
}

bool mayGrant(core::Role role, const core::Scope &scope)
{
    switch (role) {
    case core::Role::Owner:
    case core::Role::Admin: return true;
    case core::Role::Member: return scope.risk != core::Risk::High;
    case core::Role::Viewer: break;
    }
    return false;
}

std::optional<Problem> ungrantable(const Call &call, const core::Organization &organization, const QStringList &scopes,
                                   const QStringList &held)
{
    const auto known = call.tools.profiles.value(organization.profileId).scopes;
    for (const auto &name : scopes) {
        if (held.contains(name))
            continue;
        const auto scope = std::find_if(known.begin(), known.end(), [&](const auto &s) { return s.name == name; });
        if (scope == known.end())
            return invalid(u"scopes"_s, u"there is no scope “%1”"_s.arg(name.left(100)));
        if (!mayGrant(organization.role, *scope))
            return Problem{Fault::Forbidden, {{u"missing_scope"_s, name}}};
    }
    return std::nullopt;
}

} // namespace gateway::api
