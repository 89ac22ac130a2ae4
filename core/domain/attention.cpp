#include "core/domain/attention.h"

#include "core/domain/keyrules.h"

#include <algorithm>

namespace core::attention {

namespace {

constexpr qint64 manyRefusals = 20;
constexpr qint64 refusedShare = 20; //!< one of so many

bool isActive(const Key &key, const QDateTime &now)
{
    return keyrules::statusAt(key, now) == KeyStatus::Active;
}

} // namespace

bool isCalledWhileRetiring(const Key &key, const QDateTime &replacedAt, const QDateTime &now)
{
    return keyrules::statusAt(key, now) == KeyStatus::Retiring && replacedAt.isValid() && key.lastUsed &&
           key.lastUsed->at > replacedAt;
}

bool isRefusedOften(const UsageCount &calls)
{
    return calls.refused() >= manyRefusals && calls.refused() * refusedShare >= calls.total();
}

QDateTime rotationDue(const Key &key, const Policy &policy)
{
    return key.createdAt.addDays(policy.rotateAfterDays);
}

bool isOlderThanPolicy(const Key &key, const Policy &policy, const QDateTime &now)
{
    return policy.rotateAfterDays > 0 && isActive(key, now) && rotationDue(key, policy) < now;
}

bool neverExpires(const Key &key, const QDateTime &now)
{
    return isActive(key, now) && !key.expiresAt.isValid();
}

QStringList unusedScopes(const Key &key, const UsageBreakdown &breakdown, const QDateTime &now)
{
    const bool used = !breakdown.scopes.isEmpty();
    const bool hadTime = key.createdAt <= now.addDays(-observedDays);
    if (!used || !hadTime || !isActive(key, now) || breakdown.everythingElse.scopes > 0)
        return {};
    QStringList unused;
    for (const QString &scope : key.scopes) {
        const auto called = [&scope](const UsageShare &share) { return share.name == scope && share.count > 0; };
        if (std::none_of(breakdown.scopes.begin(), breakdown.scopes.end(), called))
            unused.append(scope);
    }
    // A key that calls with none of its scopes is refused; taking all of them away would not be narrowing.
    return unused.size() == key.scopes.size() ? QStringList() : unused;
}

QList<Concern> concernsOf(const Key &key, const Policy &policy, const Known &known, const QDateTime &now)
{
    QList<Concern> concerns;
    const auto add = [&concerns](Concern concern, bool holds) {
        if (holds)
            concerns.append(concern);
    };
    const bool works = keyrules::isLive(keyrules::statusAt(key, now));
    add(Concern::CalledWhileRetiring, isCalledWhileRetiring(key, known.replacedAt, now));
    add(Concern::ExpiresSoon, keyrules::expiresSoon(key, now));
    add(Concern::RefusedOften, works && known.calls && isRefusedOften(*known.calls));
    add(Concern::Idle, keyrules::isIdle(key, now));
    add(Concern::OlderThanPolicy, isOlderThanPolicy(key, policy, now));
    add(Concern::UnusedScopes, known.breakdown && !unusedScopes(key, *known.breakdown, now).isEmpty());
    add(Concern::NeverExpires, neverExpires(key, now));
    return concerns;
}

UsageCount sumOf(const QList<UsageCount> &counts)
{
    UsageCount sum;
    for (const UsageCount &count : counts) {
        if (!sum.start.isValid())
            sum.start = count.start;
        sum.ok += count.ok;
        sum.unauthorized += count.unauthorized;
        sum.forbidden += count.forbidden;
        sum.limited += count.limited;
        sum.other += count.other;
    }
    return sum;
}

} // namespace core::attention
