#pragma once

#include "core/gateway/api/call.h"

namespace gateway::api {

//! Gives the caller a new personal token, within a Change. \a because: the contract's word; empty for the first one.
void replaceToken(Call &call, const QString &because);
//! The same, unless there is none to replace.
void replaceExistingToken(Call &call, const QString &because);

} // namespace gateway::api
