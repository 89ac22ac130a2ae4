#pragma once

#include "core/domain/key.h"
#include "core/domain/organization.h"
#include "core/gateway/api/bodyreader.h"

//! Reads what a person fills in for a key, and judges it by core::keyrules.
namespace gateway::api::keyfields {

QString name(BodyReader &body);
//! Empty where it is absent.
QString note(BodyReader &body);
//! At least one, each once.
QStringList scopes(BodyReader &body);
//! Invalid: never.
QDateTime expiry(BodyReader &body, const core::Policy &policy, const QDateTime &now);

//! In words for a person; empty where there is nothing wrong.
QString expiryFault(const QDateTime &expiresAt, const core::Policy &policy, const QDateTime &now);

} // namespace gateway::api::keyfields
