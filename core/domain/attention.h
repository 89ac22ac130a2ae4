#pragma once

#include "core/domain/key.h"
#include "core/domain/organization.h"
#include "core/domain/usage.h"

//! Which keys somebody should look at, and why: pure rules over what is known of a key.
namespace core::attention {

inline constexpr int refusedDays = 7;   //!< refusals are judged by the calls of so many days
inline constexpr int observedDays = 30; //!< scopes are called unused when a key has had so many days to use them

//! The more urgent first.
enum class Concern {
    CalledWhileRetiring, //!< somebody still uses the old secret, which will stop to work
    ExpiresSoon,
    RefusedOften,
    Idle,
    OlderThanPolicy,
    UnusedScopes,
    NeverExpires
};

//! What is known of a key beside the key itself; what is not set is not judged.
struct Known {
    QDateTime replacedAt{};                    //!< when the key that follows it was made
    std::optional<UsageCount> calls{};         //!< of the last `refusedDays` together
    std::optional<UsageBreakdown> breakdown{}; //!< of the last `observedDays` or more
};

//! All that holds, the most urgent first; empty for keys that work no longer.
QList<Concern> concernsOf(const Key &key, const Policy &policy, const Known &known, const QDateTime &now);

//! Retiring, and used after its replacement was there.
bool isCalledWhileRetiring(const Key &key, const QDateTime &replacedAt, const QDateTime &now);
//! Twenty refusals and more, and at least every twentieth call.
bool isRefusedOften(const UsageCount &calls);
//! Active, and made longer ago than keys may serve here.
bool isOlderThanPolicy(const Key &key, const Policy &policy, const QDateTime &now);
bool neverExpires(const Key &key, const QDateTime &now);
//! Those of its scopes that no call needed, where that can be said: of an active key that is used, had time enough, and
//! of whose calls none was counted without its scope.
QStringList unusedScopes(const Key &key, const UsageBreakdown &breakdown, const QDateTime &now);
//! When the policy wants \a key replaced.
QDateTime rotationDue(const Key &key, const Policy &policy);

UsageCount sumOf(const QList<UsageCount> &counts);

} // namespace core::attention
