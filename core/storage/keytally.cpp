#include "core/storage/keytally.h"

#include "core/domain/keyrules.h"
#include "core/domain/organization.h"
#include "core/storage/keyrecord.h"
#include "core/storage/statement.h"

#include <numeric>

using namespace Qt::StringLiterals;

namespace core {

using keyrecord::number;

namespace {

constexpr qint64 day = 24 * 3600;

qint64 dayStart(qint64 time)
{
    return time - time % day;
}

} // namespace

KeyTally::KeyTally(const Database &database, qint64 organization, const QDateTime &now)
    : m_database(database), m_organization(organization), m_now(now.toSecsSinceEpoch())
{
}

Result<ShownCounts> KeyTally::counts() const
{
    const auto whole = all();
    if (!whole)
        return whole.error();
    if (whole->isEmpty())
        return ShownCounts();
    const auto ended = endedBy(m_now);
    const auto endedSoon = endedBy(m_now + keyrules::soonDays * day);
    const auto idle = activeUnseenSince(m_now - keyrules::idleDays * day);
    for (const auto *read : {&ended, &endedSoon}) {
        if (!*read)
            return read->error();
    }
    if (!idle)
        return idle.error();
    const auto left = [&](KeyStatus status) { return whole->value(number(status)) - ended->value(number(status)); };
    const int active = number(KeyStatus::Active);
    ShownCounts counts;
    counts.all = std::accumulate(whole->cbegin(), whole->cend(), qint64(0));
    counts.active = left(KeyStatus::Active);
    counts.expiresSoon = endedSoon->value(active) - ended->value(active);
    counts.retiring = left(KeyStatus::Retiring);
    counts.idle = *idle;
    counts.disabled = left(KeyStatus::Disabled);
    counts.revoked = whole->value(number(KeyStatus::Revoked));
    counts.expired =
        counts.all - counts.active - counts.retiring - counts.disabled - counts.revoked - left(KeyStatus::Unknown);
    return counts;
}

//! From the days of the organization; those of all together stand under `everyOrganization`.
Result<KeyTally::ByStatus> KeyTally::ofDays(const QString &table, const QString &condition,
                                            const QList<qint64> &values) const
{
    return grouped(
        u"SELECT status, sum(count) FROM %1 WHERE organization = ? AND %2 GROUP BY status"_s.arg(table, condition),
        QList<qint64>{m_organization} + values);
}

//! From the keys, along one of the indexes that are there for one organization and for all.
Result<KeyTally::ByStatus> KeyTally::ofKeys(const QString &index, const QString &condition,
                                            const QList<qint64> &values) const
{
    const auto sql = u"SELECT status, count(*) FROM key INDEXED BY %1_by_%2 WHERE %3 AND %4 GROUP BY status"_s;
    if (m_organization == everyOrganization)
        return grouped(sql.arg(u"fleet"_s, index, u"1"_s, condition), values);
    return grouped(sql.arg(u"key"_s, index, u"organization = ?"_s, condition), QList<qint64>{m_organization} + values);
}

Result<KeyTally::ByStatus> KeyTally::all() const
{
    return ofDays(u"key_ends"_s, u"1"_s, {});
}

//! Of each status that an end can change, those that end at \a time or before.
Result<KeyTally::ByStatus> KeyTally::endedBy(qint64 time) const
{
    auto ended = ofDays(u"key_ends"_s, u"day < ?"_s, {dayStart(time) / day});
    QStringList lapsing;
    for (const auto status : {KeyStatus::Active, KeyStatus::Retiring, KeyStatus::Disabled, KeyStatus::Unknown})
        lapsing += QString::number(number(status));
    const auto today = ofKeys(u"status"_s, u"status IN (%1) AND ends_at BETWEEN ? AND ?"_s.arg(lapsing.join(u',')),
                              {dayStart(time), time});
    if (!ended || !today)
        return ended ? today.error() : ended.error();
    auto sum = *std::move(ended);
    for (auto status = today->cbegin(); status != today->cend(); ++status)
        sum[status.key()] += *status;
    return sum;
}

//! Active keys that were last seen before \a time: all that say so, but for those whose end has passed.
Result<qint64> KeyTally::activeUnseenSince(qint64 time) const
{
    const qint64 active = number(KeyStatus::Active);
    const auto before = ofDays(u"key_sights"_s, u"status = ? AND day < ?"_s, {active, dayStart(time) / day});
    const auto onTheDay =
        ofKeys(u"sight"_s, u"status = ? AND seen_at >= ? AND seen_at < ?"_s, {active, dayStart(time), time});
    const auto lapsed = ofKeys(u"status"_s, u"status = ? AND ends_at <= ? AND seen_at < ?"_s, {active, m_now, time});
    for (const auto *read : {&before, &onTheDay, &lapsed}) {
        if (!*read)
            return read->error();
    }
    return before->value(number(KeyStatus::Active)) + onTheDay->value(number(KeyStatus::Active)) -
           lapsed->value(number(KeyStatus::Active));
}

Result<KeyTally::ByStatus> KeyTally::grouped(const QString &sql, const QList<qint64> &values) const
{
    Statement statement(m_database, sql);
    for (const auto value : values)
        statement.bind(value);
    if (const auto ran = statement.run(); !ran)
        return ran.error();
    ByStatus numbers;
    while (statement.next())
        numbers.insert(static_cast<int>(statement.integer(0)), statement.integer(1));
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return numbers;
}

qint64 countOf(const ShownCounts &counts, KeyQuery::Show show)
{
    switch (show) {
    case KeyQuery::Show::All: break;
    case KeyQuery::Show::Active: return counts.active;
    case KeyQuery::Show::ExpiresSoon: return counts.expiresSoon;
    case KeyQuery::Show::Retiring: return counts.retiring;
    case KeyQuery::Show::Idle: return counts.idle;
    case KeyQuery::Show::Expired: return counts.expired;
    case KeyQuery::Show::Revoked: return counts.revoked;
    case KeyQuery::Show::Disabled: return counts.disabled;
    }
    return counts.all;
}

} // namespace core
