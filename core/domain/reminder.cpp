#include "core/domain/reminder.h"

#include "core/domain/keyrules.h"
#include "core/domain/rotation.h"

#include <algorithm>

namespace core::reminders {

QDateTime expiryMoment(const Key &key, const QDateTime &now)
{
    if (!key.expiresAt.isValid() || keyrules::statusAt(key, now) != KeyStatus::Active)
        return {};
    QDateTime last;
    for (const int days : expirySteps) {
        const auto moment = key.expiresAt.addDays(-days);
        if (moment <= now && moment > key.createdAt.addSecs(grace.count()))
            last = moment;
    }
    return last;
}

std::chrono::seconds overlapNotice(const QDateTime &replacedAt, const QDateTime &retiresAt)
{
    if (!replacedAt.isValid() || replacedAt >= retiresAt)
        return std::chrono::hours(1);
    return std::min(std::chrono::seconds(replacedAt.secsTo(retiresAt) / 4), longestNotice);
}

QDateTime overlapMoment(const Key &key, const QDateTime &replacedAt, const QDateTime &now)
{
    if (!key.retiresAt.isValid() || keyrules::statusAt(key, now) != KeyStatus::Retiring || !key.lastUsed)
        return {};
    const auto notice = overlapNotice(replacedAt, key.retiresAt);
    const auto moment = key.retiresAt.addSecs(-notice.count());
    const auto lately = now.addSecs(-std::max(notice, std::chrono::seconds(std::chrono::hours(1))).count());
    const bool called = key.lastUsed->at > lately && (!replacedAt.isValid() || key.lastUsed->at > replacedAt);
    return called && moment <= now ? moment : QDateTime();
}

QDateTime usedAgainMoment(const Rotation &rotation)
{
    if (!rotationrules::isUsedAgain(rotation))
        return {};
    const auto &record = rotation.record;
    return record.dismissedAt.isValid() ? std::max(record.endedAt, record.dismissedAt) : record.endedAt;
}

bool isDue(const QDateTime &moment, const QDateTime &endsAt, const std::optional<ReminderRecord> &record,
           const QDateTime &now)
{
    if (!moment.isValid())
        return false;
    if (!record || record->endsAt != endsAt)
        return true;
    if (record->snoozedUntil.isValid())
        return record->snoozedUntil <= now;
    return record->saidFor < moment;
}

QDateTime snoozeEnd(const QDateTime &endsAt, const QDateTime &now)
{
    return now.addSecs(std::clamp(now.secsTo(endsAt) / 2, qint64(0), qint64(24 * 3600)));
}

} // namespace core::reminders
