#include "core/domain/keyrules.h"

#include "core/base/text.h"

namespace core::keyrules {

NameFault judgeName(const QString &name)
{
    const auto trimmed = name.trimmed();
    if (trimmed.isEmpty())
        return NameFault::Empty;
    if (trimmed.toUcs4().size() > longestName)
        return NameFault::TooLong;
    return hasHidden(trimmed) ? NameFault::HiddenCharacters : NameFault::None;
}

QString foldedName(const QString &name)
{
    // By way of upper case: Qt folds letter by letter, so that "ß" and "SS" would differ.
    return name.trimmed().normalized(QString::NormalizationForm_KC).toUpper().toCaseFolded();
}

ExpiryFault judgeExpiry(const QDateTime &expiresAt, const Policy &policy, const QDateTime &now)
{
    if (!expiresAt.isValid())
        return policy.requireExpiry || policy.maxLifetimeDays ? ExpiryFault::Required : ExpiryFault::None;
    if (expiresAt <= now)
        return ExpiryFault::InThePast;
    // A day's grace: "in 90 days" chosen as the end of that day must pass where 90 days are allowed.
    // Compared as lengths: a policy of some million years has no last day that a time could hold.
    constexpr qint64 daySeconds = 24 * 3600;
    if (policy.maxLifetimeDays && now.secsTo(expiresAt) > (qint64(*policy.maxLifetimeDays) + 1) * daySeconds)
        return ExpiryFault::BeyondPolicy;
    return ExpiryFault::None;
}

KeyStatus statusAt(const Key &key, const QDateTime &now)
{
    if (key.status == KeyStatus::Revoked || key.status == KeyStatus::Expired)
        return key.status;
    if (key.status == KeyStatus::Retiring && key.retiresAt.isValid() && key.retiresAt <= now)
        return KeyStatus::Expired;
    if (key.expiresAt.isValid() && key.expiresAt <= now)
        return KeyStatus::Expired;
    return key.status;
}

bool expiresSoon(const Key &key, const QDateTime &now)
{
    return statusAt(key, now) == KeyStatus::Active && key.expiresAt.isValid() && key.expiresAt <= now.addDays(soonDays);
}

bool isIdle(const Key &key, const QDateTime &now)
{
    const auto since = key.lastUsed ? key.lastUsed->at : key.createdAt;
    return key.useIsTold && statusAt(key, now) == KeyStatus::Active && since < now.addDays(-idleDays);
}

bool isLive(KeyStatus status)
{
    return status == KeyStatus::Active || status == KeyStatus::Retiring || status == KeyStatus::Disabled;
}

QDateTime retirement(const Key &old, std::chrono::seconds overlap, const QDateTime &now)
{
    const auto end = now.addSecs(overlap.count());
    return old.expiresAt.isValid() ? std::min(end, old.expiresAt) : end;
}

} // namespace core::keyrules
