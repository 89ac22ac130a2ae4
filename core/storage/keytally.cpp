#include "core/storage/keytally.h"

#include "core/domain/keyrules.h"
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

Result<KeyTally::ByStatus> KeyTally::all() const
{
    return grouped(u"SELECT status, sum(count) FROM key_ends WHERE organization = ? GROUP BY status"_s,
                   {m_organization});
}

//! Of each status that an end can change, those that end at \a time or before.
Result<KeyTally::ByStatus> KeyTally::endedBy(qint64 time) const
{
    auto ended =
        grouped(u"SELECT status, sum(count) FROM key_ends WHERE organization = ? AND day < ? GROUP BY status"_s,
                {m_organization, dayStart(time) / day});
    QStringList lapsing;
    for (const auto status : {KeyStatus::Active, KeyStatus::Retiring, KeyStatus::Disabled, KeyStatus::Unknown})
        lapsing += QString::number(number(status));
    const auto today = grouped(u"SELECT status, count(*) FROM key INDEXED BY key_by_status WHERE organization = ? AND "
                               "status IN (%1) AND ends_at BETWEEN ? AND ? GROUP BY status"_s.arg(lapsing.join(u',')),
                               {m_organization, dayStart(time), time});
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
    const auto before = grouped(u"SELECT status, sum(count) FROM key_sights WHERE organization = ? AND status = ? AND "
                                "day < ? GROUP BY status"_s,
                                {m_organization, active, dayStart(time) / day});
    const auto onTheDay =
        grouped(u"SELECT status, count(*) FROM key INDEXED BY key_by_sight WHERE organization = ? AND "
                "status = ? AND seen_at >= ? AND seen_at < ? GROUP BY status"_s,
                {m_organization, active, dayStart(time), time});
    const auto lapsed = grouped(u"SELECT status, count(*) FROM key INDEXED BY key_by_status WHERE organization = ? AND "
                                "status = ? AND ends_at <= ? AND seen_at < ? GROUP BY status"_s,
                                {m_organization, active, m_now, time});
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
