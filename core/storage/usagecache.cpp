#include "core/storage/usagecache.h"

#include "core/base/json.h"
#include "core/domain/activityjson.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! Of each organization and kind: those that were read last.
constexpr int mostKept = 500;

int number(UsageBucket bucket)
{
    switch (bucket) {
    case UsageBucket::Hour: return 0;
    case UsageBucket::Day: break;
    }
    return 1;
}

qint64 lengthOf(UsageBucket bucket)
{
    return bucket == UsageBucket::Hour ? 3600 : 86400;
}

//! The beginning of the bucket that holds \a time.
qint64 bucketOf(const QDateTime &time, UsageBucket bucket)
{
    const auto seconds = time.toSecsSinceEpoch();
    return seconds - seconds % lengthOf(bucket);
}

QDateTime timeFrom(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

Statement &bindKey(Statement &statement, const UsageQuestion &question)
{
    return statement.bind(question.organization).bind(notNull(question.keyId)).bind(number(question.bucket));
}

struct Period {
    qint64 since = 0;
    qint64 until = 0;
};

Result<std::optional<Period>> periodOf(const Database &database, const UsageQuestion &question)
{
    Statement statement(
        database, u"SELECT since, until FROM usage_period WHERE organization = ? AND key_id = ? AND bucket = ?"_s);
    if (const auto ran = bindKey(statement, question).run(); !ran)
        return ran.error();
    if (statement.next())
        return std::optional(Period{statement.integer(0), statement.integer(1)});
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return std::optional<Period>();
}

} // namespace

UsageCache::UsageCache(Database &database) : m_database(database) {}

Result<std::optional<UsageCounts>> UsageCache::counts(const UsageQuestion &question) const
{
    const auto period = periodOf(m_database, question);
    if (!period)
        return period.error();
    const auto since = bucketOf(question.since, question.bucket);
    if (!*period || (*period)->since > since || (*period)->until < since)
        return std::optional<UsageCounts>();
    Statement statement(m_database,
                        u"SELECT start, ok, unauthorized, forbidden, limited, other FROM usage_count WHERE "
                        "organization = ? AND key_id = ? AND bucket = ? AND start >= ? AND start < ? ORDER BY start"_s);
    bindKey(statement, question).bind(since).bind(question.until.toSecsSinceEpoch());
    if (const auto ran = statement.run(); !ran)
        return ran.error();
    UsageCounts found{{}, std::min(timeFrom((*period)->until), question.until)};
    while (statement.next()) {
        found.counts.append({timeFrom(statement.integer(0)), statement.integer(1), statement.integer(2),
                             statement.integer(3), statement.integer(4), statement.integer(5)});
    }
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return std::optional(found);
}

Result<> UsageCache::put(const UsageQuestion &question, const UsageCounts &counts)
{
    Transaction transaction(m_database);
    if (const auto extended = extendPeriod(question, counts.asOf); !extended)
        return extended;
    Statement insert(m_database,
                     u"INSERT OR REPLACE INTO usage_count (organization, key_id, bucket, start, ok, unauthorized, "
                     "forbidden, limited, other) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    for (const auto &count : counts.counts) {
        bindKey(insert, question).bind(count.start.toSecsSinceEpoch()).bind(count.ok).bind(count.unauthorized);
        if (const auto done = insert.bind(count.forbidden).bind(count.limited).bind(count.other).run(); !done)
            return done;
    }
    if (const auto pruned = prune(question.organization); !pruned)
        return pruned;
    return transaction.commit();
}

//! What was known before stays known where the new period goes on from it.
Result<> UsageCache::extendPeriod(const UsageQuestion &question, const QDateTime &asOf)
{
    const auto known = periodOf(m_database, question);
    if (!known)
        return known.error();
    Period period{bucketOf(question.since, question.bucket), asOf.toSecsSinceEpoch()};
    if (*known && (*known)->until >= period.since && (*known)->since <= period.until) {
        period = {std::min(period.since, (*known)->since), std::max(period.until, (*known)->until)};
    } else {
        Statement forget(m_database, u"DELETE FROM usage_count WHERE organization = ? AND key_id = ? AND bucket = ?"_s);
        if (const auto done = bindKey(forget, question).run(); !done)
            return done;
    }
    Statement keep(m_database, u"INSERT OR REPLACE INTO usage_period (organization, key_id, bucket, since, until) "
                               "VALUES (?, ?, ?, ?, ?)"_s);
    return bindKey(keep, question).bind(period.since).bind(period.until).run();
}

Result<> UsageCache::prune(qint64 organization)
{
    Statement periods(m_database,
                      u"DELETE FROM usage_period WHERE organization = ? AND (key_id, bucket) NOT IN (SELECT key_id, "
                      "bucket FROM usage_period WHERE organization = ? ORDER BY until DESC LIMIT ?)"_s);
    if (const auto done = periods.bind(organization).bind(organization).bind(mostKept).run(); !done)
        return done;
    if (periods.changed() == 0)
        return {};
    Statement counts(m_database,
                     u"DELETE FROM usage_count WHERE organization = ? AND (key_id, bucket) NOT IN (SELECT key_id, "
                     "bucket FROM usage_period WHERE organization = ?)"_s);
    return counts.bind(organization).bind(organization).run();
}

Result<std::optional<KeyBreakdown>> UsageCache::breakdown(const BreakdownQuestion &question) const
{
    Statement statement(m_database, u"SELECT read_at, facts FROM usage_breakdown WHERE organization = ? AND key_id = ? "
                                    "AND days = ?"_s);
    if (const auto ran = statement.bind(question.organization).bind(question.keyId).bind(question.days).run(); !ran)
        return ran.error();
    if (!statement.next()) {
        const auto ended = statement.ended();
        return ended ? Result<std::optional<KeyBreakdown>>(std::nullopt) : ended.error();
    }
    const auto facts = parseObject(statement.bytes(1));
    const auto breakdown = facts ? usageBreakdownFromJson(*facts) : Result<UsageBreakdown>(facts.error());
    if (!breakdown)
        return breakdown.error();
    return std::optional(KeyBreakdown{*breakdown, timeFrom(statement.integer(0))});
}

Result<> UsageCache::put(const BreakdownQuestion &question, const KeyBreakdown &breakdown)
{
    Transaction transaction(m_database);
    Statement keep(m_database, u"INSERT OR REPLACE INTO usage_breakdown (organization, key_id, days, read_at, facts) "
                               "VALUES (?, ?, ?, ?, ?)"_s);
    keep.bind(question.organization).bind(question.keyId).bind(question.days);
    keep.bind(breakdown.asOf.toSecsSinceEpoch());
    const auto facts = QJsonDocument(toJson(breakdown.breakdown)).toJson(QJsonDocument::Compact);
    if (const auto kept = keep.bind(QString::fromUtf8(facts)).run(); !kept)
        return kept;
    Statement prune(m_database,
                    u"DELETE FROM usage_breakdown WHERE organization = ? AND (key_id, days) NOT IN (SELECT key_id, "
                    "days FROM usage_breakdown WHERE organization = ? ORDER BY read_at DESC LIMIT ?)"_s);
    if (const auto done = prune.bind(question.organization).bind(question.organization).bind(mostKept).run(); !done)
        return done;
    return transaction.commit();
}

} // namespace core
