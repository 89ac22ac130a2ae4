#pragma once

#include "core/domain/key.h"
#include "core/domain/organization.h"
#include "core/gateway/api/call.h"

//! What a person may do where: the one place that judges roles.
namespace gateway::api {

//! The organization that the call's first parameter names. NOT_FOUND unless the caller is a member of it.
Outcome<core::Organization> ownOrganization(Call &call);

//! A key and the organization that it belongs to, with the caller's role there.
struct HeldKey {
    core::Key key;
    core::Organization organization;
};
//! The key that the call's first parameter names. NOT_FOUND unless the caller is a member of its organization.
Outcome<HeldKey> visibleKey(Call &call);
//! The same, for changing it: FORBIDDEN unless the role manages every key, or the key is the caller's own.
Outcome<HeldKey> managedKey(Call &call);

//! Owners and admins grant every scope, members all but those of high risk, viewers none.
bool mayGrant(core::Role role, const core::Scope &scope);
//! Whether the caller may put \a scopes on a key: VALIDATION_FAILED for a scope that does not exist, FORBIDDEN naming
//! one that the role may not grant. Those in \a held stay on the key in any case.
std::optional<Problem> ungrantable(const Call &call, const core::Organization &organization, const QStringList &scopes,
                                   const QStringList &held = {});

} // namespace gateway::api
