#include "core/domain/callers.h"

#include <algorithm>

namespace core {

qsizetype Callers::recentAddresses() const
{
    return std::count_if(addresses.begin(), addresses.end(),
                         [this](const UsageShare &share) { return share.lastAt >= recentSince; });
}

namespace callers {

QDateTime halfHourOf(const QDateTime &time)
{
    const qint64 seconds = time.toSecsSinceEpoch();
    return QDateTime::fromSecsSinceEpoch(seconds - seconds % halfHour.count(), Qt::UTC);
}

QList<UsageCount> emptyHalfHours(const QDateTime &now)
{
    QList<UsageCount> counts;
    for (qsizetype back = halfHoursShown - 1; back >= 0; --back)
        counts += {halfHourOf(now).addSecs(-back * halfHour.count())};
    return counts;
}

void add(QList<UsageCount> &halfHours, const QList<ActivityEvent> &events)
{
    if (halfHours.isEmpty())
        return;
    constexpr qint64 length = std::chrono::milliseconds(halfHour).count();
    const auto first = halfHours.first().start;
    for (const auto &event : events) {
        const qint64 after = first.msecsTo(event.at);
        if (after < 0 || after / length >= halfHours.size())
            continue;
        auto &count = halfHours[after / length];
        switch (outcomeOf(event.status)) {
        case CallOutcome::Ok: ++count.ok; break;
        case CallOutcome::Unauthorized: ++count.unauthorized; break;
        case CallOutcome::Forbidden: ++count.forbidden; break;
        case CallOutcome::Limited: ++count.limited; break;
        case CallOutcome::Other: ++count.other; break;
        }
    }
}

} // namespace callers

} // namespace core
