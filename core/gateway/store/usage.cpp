#include "core/gateway/store/usage.h"

#include "core/gateway/store/dailyuses.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/eventwords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gateway::store {

qint64 UsagePeriod::length() const
{
    return bucket == core::UsageBucket::Hour ? hourLength : dayLength;
}

qint64 UsagePeriod::first() const
{
    return since.toMSecsSinceEpoch() / length();
}

qint64 UsagePeriod::end() const
{
    return (until.toMSecsSinceEpoch() + length() - 1) / length();
}

QList<core::UsageCount> usage(Database &database, const QString &organizationId, const QString &keyId,
                              const UsagePeriod &period)
{
    const qint64 first = period.first();
    QList<core::UsageCount> counts;
    for (qint64 bucket = first; bucket < period.end(); ++bucket)
        counts += {QDateTime::fromMSecsSinceEpoch(bucket * period.length(), Qt::UTC)};
    const qint64 hours = period.length() / hourLength;
    auto rows = database.select(
        u"SELECT hour / ?, SUM(ok), SUM(unauthorized), SUM(forbidden), SUM(limited), SUM(other) FROM hourly_counts "
        "WHERE organization = (SELECT number FROM organizations WHERE id = ?) AND key = CASE WHEN ? = '' THEN 0 ELSE "
        "(SELECT number FROM keys WHERE id = ?) END AND hour >= ? AND hour < ? GROUP BY hour / ?"_s,
        {hours, organizationId, keyId, keyId, first * hours, period.end() * hours, hours});
    while (rows.next()) {
        auto &count = counts[rows.integer(0) - first];
        count.ok = rows.integer(1);
        count.unauthorized = rows.integer(2);
        count.forbidden = rows.integer(3);
        count.limited = rows.integer(4);
        count.other = rows.integer(5);
    }
    return counts;
}

//! The calls of which nothing is known but that they were: more than had an address.
static qint64 withoutEvent(Database &database, const QString &keyId, qint64 day)
{
    auto rows = database.select(
        u"SELECT COALESCE((SELECT SUM(h.ok + h.unauthorized + h.forbidden + h.limited + h.other) FROM hourly_counts h "
        "WHERE h.organization = o.number AND h.key = k.number AND h.hour >= 24 * ?), 0) - COALESCE((SELECT "
        "SUM(u.requests) FROM daily_uses u WHERE u.organization = o.number AND u.key = k.number AND u.day >= ? AND "
        "u.aspect = ?), 0) FROM keys k JOIN organizations o ON o.id = k.organization_id WHERE k.id = ?"_s,
        {day, day, static_cast<int>(Aspect::Address), keyId});
    return rows.next() ? std::max<qint64>(rows.integer(0), 0) : 0;
}

core::UsageBreakdown breakdown(Database &database, const QString &keyId, const QDateTime &since, int most)
{
    core::UsageBreakdown found;
    core::UsageRest &others = found.everythingElse;
    const qint64 day = since.toMSecsSinceEpoch() / dayLength;
    auto rows = database.select(
        u"SELECT u.aspect, t.text, SUM(u.requests) AS requests, MIN(u.first_at), MAX(u.last_at) FROM keys k "
        "JOIN organizations o ON o.id = k.organization_id JOIN daily_uses u ON u.organization = o.number AND "
        "u.key = k.number AND u.day >= ? LEFT JOIN texts t ON t.number = u.text WHERE k.id = ? "
        "GROUP BY u.aspect, u.text ORDER BY u.aspect, requests DESC, u.text"_s,
        {day, keyId});
    while (rows.next()) {
        const auto [list, rest] = [&]() -> std::pair<QList<core::UsageShare> *, qint64 *> {
            switch (static_cast<Aspect>(rows.integer(0))) {
            case Aspect::Address: return {&found.addresses, &others.addresses};
            case Aspect::Agent: return {&found.userAgents, &others.userAgents};
            case Aspect::Scope: return {&found.scopes, &others.scopes};
            case Aspect::Route: break;
            }
            return {&found.routes, &others.routes};
        }();
        if (rows.isNull(1) || list->size() >= most)
            *rest += rows.integer(2);
        else
            *list += {rows.text(1), rows.integer(2), rows.time(3), rows.time(4)};
    }
    const qint64 unknown = withoutEvent(database, keyId, day);
    for (qint64 *rest : {&others.addresses, &others.userAgents, &others.scopes, &others.routes})
        *rest += unknown;
    return found;
}

} // namespace gateway::store
