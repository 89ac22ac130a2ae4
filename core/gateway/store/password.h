#pragma once

#include "core/base/secret.h"

#include <QString>

//! How passwords are kept: argon2id, 46 MiB, one pass (OWASP's first choice), as PHC strings.
namespace gateway::store::password {

inline constexpr int shortest = 12;
inline constexpr int longest = 1024;

QString hash(const core::Secret &password);
bool verify(const core::Secret &password, const QString &phc);
//! Costs what `verify` costs and is never true: for an email that nobody has.
bool verifyNobody(const core::Secret &password);
bool needsRehash(const QString &phc);

} // namespace gateway::store::password
