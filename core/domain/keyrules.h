#pragma once

#include "core/domain/key.h"
#include "core/domain/organization.h"

//! Pure rules about keys, shared by the gateway (which enforces them) and the app (which says so before asking).
namespace core::keyrules {

inline constexpr int longestName = 100;
inline constexpr int longestNote = 500;
inline constexpr int soonDays = 14;
inline constexpr int idleDays = 90;
inline constexpr std::chrono::seconds longestOverlap{30 * 24 * 3600};

enum class NameFault { None, Empty, TooLong, HiddenCharacters };
NameFault judgeName(const QString &name);
//! What uniqueness is judged by: trimmed and case-folded.
QString foldedName(const QString &name);

enum class ExpiryFault { None, InThePast, BeyondPolicy, Required };
ExpiryFault judgeExpiry(const QDateTime &expiresAt, const Policy &policy, const QDateTime &now);

//! What \a key is at \a now: a key whose expiry or retirement has passed since it was read is no longer active.
KeyStatus statusAt(const Key &key, const QDateTime &now);
//! Active, and its expiry is at most 14 days away.
bool expiresSoon(const Key &key, const QDateTime &now);
//! Active, and neither used nor made in the last 90 days.
bool isIdle(const Key &key, const QDateTime &now);
//! Active, retiring or disabled: its name is taken.
bool isLive(KeyStatus status);

//! The earlier of now + overlap and the key's own expiry: a rotation never lengthens a life.
QDateTime retirement(const Key &old, std::chrono::seconds overlap, const QDateTime &now);

} // namespace core::keyrules
