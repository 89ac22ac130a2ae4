#include "core/storage/reminderstore.h"

#include "core/storage/database.h"
#include "core/storage/keyrecord.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

QDateTime timeFrom(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

} // namespace

ReminderStore::ReminderStore(Database &database) : m_database(database) {}

Result<std::optional<ReminderRecord>> ReminderStore::find(qint64 organization, const QString &keyId) const
{
    Statement statement(m_database, u"SELECT ends_at, said_for, snoozed_until FROM reminder WHERE organization = ? AND "
                                    "key_id = ?"_s);
    if (const auto ran = statement.bind(organization).bind(keyId).run(); !ran)
        return ran.error();
    if (statement.next()) {
        ReminderRecord record{keyId, timeFrom(statement.integer(0)), timeFrom(statement.integer(1)), {}};
        if (!statement.isNull(2))
            record.snoozedUntil = timeFrom(statement.integer(2));
        return std::optional(record);
    }
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return std::optional<ReminderRecord>();
}

Result<> ReminderStore::put(qint64 organization, const QList<ReminderRecord> &records)
{
    if (records.isEmpty())
        return {};
    Transaction transaction(m_database);
    Statement statement(m_database, u"INSERT OR REPLACE INTO reminder (organization, key_id, ends_at, said_for, "
                                    "snoozed_until) VALUES (?, ?, ?, ?, ?)"_s);
    for (const auto &record : records) {
        statement.bind(organization).bind(record.keyId).bind(record.endsAt.toSecsSinceEpoch());
        statement.bind(record.saidFor.toSecsSinceEpoch());
        statement.bind(record.snoozedUntil.isValid() ? QVariant(record.snoozedUntil.toSecsSinceEpoch())
                                                     : QVariant(QMetaType::fromType<qint64>()));
        if (const auto done = statement.run(); !done)
            return done;
    }
    return transaction.commit();
}

Result<> ReminderStore::forgetEnded(const QDateTime &time)
{
    Statement statement(m_database, u"DELETE FROM reminder WHERE ends_at < ? AND (organization, key_id) NOT IN "
                                    "(SELECT organization, old_key FROM rotation)"_s);
    return statement.bind(time.toSecsSinceEpoch()).run();
}

Result<QList<qint64>> ReminderStore::unsaid(qint64 organization, KeyStatus status, const QDateTime &after,
                                            const QDateTime &until, std::chrono::seconds ahead, const QDateTime &now,
                                            int most) const
{
    Statement statement(m_database,
                        u"SELECT k.id FROM key k INDEXED BY key_by_status LEFT JOIN reminder r ON r.organization = "
                        "k.organization AND r.key_id = k.key_id AND r.ends_at = k.ends_at WHERE k.organization = ? AND "
                        "k.status = ? AND k.ends_at > ? AND k.ends_at <= ? AND iif(r.snoozed_until IS NULL, "
                        "ifnull(r.said_for, 0) < k.ends_at - ?, r.snoozed_until <= ?) AND k.created_at < k.ends_at - ? "
                        "ORDER BY k.ends_at LIMIT ?"_s);
    statement.bind(organization).bind(keyrecord::number(status)).bind(after.toSecsSinceEpoch());
    statement.bind(until.toSecsSinceEpoch()).bind(static_cast<qint64>(ahead.count())).bind(now.toSecsSinceEpoch());
    const std::chrono::seconds youngest = ahead + reminders::grace;
    if (const auto ran = statement.bind(static_cast<qint64>(youngest.count())).bind(most).run(); !ran)
        return ran.error();
    QList<qint64> rows;
    while (statement.next())
        rows += statement.integer(0);
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return rows;
}

Result<QDateTime> ReminderStore::firstTime(const QString &sql, const QList<qint64> &values) const
{
    Statement statement(m_database, sql);
    for (const qint64 value : values)
        statement.bind(value);
    if (const auto ran = statement.run(); !ran)
        return ran.error();
    if (statement.next() && !statement.isNull(0) && statement.integer(0) < keyrecord::never)
        return timeFrom(statement.integer(0));
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return QDateTime();
}

Result<QDateTime> ReminderStore::nextEnd(qint64 organization, KeyStatus status, const QDateTime &time) const
{
    return firstTime(u"SELECT min(ends_at) FROM key INDEXED BY key_by_status WHERE organization = ? AND status = ? AND "
                     "ends_at > ?"_s,
                     {organization, keyrecord::number(status), time.toSecsSinceEpoch()});
}

Result<QDateTime> ReminderStore::nextSnooze(qint64 organization, const QDateTime &time) const
{
    return firstTime(u"SELECT min(snoozed_until) FROM reminder WHERE organization = ? AND snoozed_until > ?"_s,
                     {organization, time.toSecsSinceEpoch()});
}

} // namespace core
