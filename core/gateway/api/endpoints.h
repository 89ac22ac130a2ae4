#pragma once

#include "core/gateway/api/call.h"

//! One function per endpoint of the contract. Which of them answers what stands in routes.cpp.
namespace gateway::api {

Outcome<Answer> health(Call &call);
Outcome<Answer> readiness(Call &call);
Outcome<Answer> metrics(Call &call);
Outcome<Answer> openApi(Call &call);
Outcome<Answer> server(Call &call);
Outcome<Answer> whoami(Call &call);

Outcome<Answer> signIn(Call &call);
Outcome<Answer> beginBrowserSignIn(Call &call);
Outcome<Answer> finishBrowserSignIn(Call &call);
Outcome<Answer> currentSession(Call &call);
Outcome<Answer> confirm(Call &call);
Outcome<Answer> signOut(Call &call);
Outcome<Answer> sessions(Call &call);
Outcome<Answer> endSession(Call &call);
Outcome<Answer> signOutEverywhere(Call &call);
Outcome<Answer> changePassword(Call &call);
Outcome<Answer> personalToken(Call &call);
Outcome<Answer> rotatePersonalToken(Call &call);
Outcome<Answer> personalTokenUse(Call &call);
Outcome<Answer> endPersonalToken(Call &call);

Outcome<Answer> organizations(Call &call);
Outcome<Answer> scopes(Call &call);
Outcome<Answer> members(Call &call);
Outcome<Answer> changes(Call &call);
Outcome<Answer> stream(Call &call);

Outcome<Answer> activity(Call &call);
Outcome<Answer> usage(Call &call);
Outcome<Answer> usageBreakdown(Call &call);

Outcome<Answer> keys(Call &call);
Outcome<Answer> key(Call &call);
Outcome<Answer> lookupKey(Call &call);
Outcome<Answer> createKey(Call &call);
Outcome<Answer> updateKey(Call &call);
Outcome<Answer> rotateKey(Call &call);
Outcome<Answer> acknowledgeKey(Call &call);
Outcome<Answer> setRetirement(Call &call);
Outcome<Answer> revokeKey(Call &call);

} // namespace gateway::api
