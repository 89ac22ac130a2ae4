#include "core/storage/rotationstore.h"

#include "core/domain/organization.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

const auto columns =
    u"organization, old_key, new_key, started_at, started_by, hand_over, handed_over_at, proof, proven_at, "
    "ended_at, dismissed_at"_s;

QVariant secondsOrNull(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
}

QDateTime timeOrNone(const Statement &row, int column)
{
    return row.isNull(column) ? QDateTime() : QDateTime::fromSecsSinceEpoch(row.integer(column), Qt::UTC);
}

HandOver handOverFrom(qint64 number)
{
    return number == 1 ? HandOver::Copied : number == 2 ? HandOver::Stored : HandOver::None;
}

int number(HandOver handOver)
{
    switch (handOver) {
    case HandOver::None: break;
    case HandOver::Copied: return 1;
    case HandOver::Stored: return 2;
    }
    return 0;
}

Proof proofFrom(qint64 number)
{
    return number == 1 ? Proof::Checked : number == 2 ? Proof::Used : Proof::None;
}

int number(Proof proof)
{
    switch (proof) {
    case Proof::None: break;
    case Proof::Checked: return 1;
    case Proof::Used: return 2;
    }
    return 0;
}

RotationRecord recordFrom(const Statement &row)
{
    RotationRecord record;
    record.organization = row.integer(0);
    record.oldKeyId = row.text(1);
    record.newKeyId = row.text(2);
    record.startedAt = timeOrNone(row, 3);
    record.startedBy = row.text(4);
    record.handOver = handOverFrom(row.integer(5));
    record.handedOverAt = timeOrNone(row, 6);
    record.proof = proofFrom(row.integer(7));
    record.provenAt = timeOrNone(row, 8);
    record.endedAt = timeOrNone(row, 9);
    record.dismissedAt = timeOrNone(row, 10);
    return record;
}

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

} // namespace

RotationStore::RotationStore(Database &database) : m_database(database) {}

Result<QList<RotationRecord>> RotationStore::current(qint64 organization, const QDateTime &since) const
{
    const bool ofAll = organization == everyOrganization;
    Statement statement(m_database,
                        u"SELECT %1 FROM rotation r WHERE %2 (ended_at IS NULL OR ended_at > ? OR "
                        "(SELECT used_at FROM key k WHERE k.key_id = r.old_key AND k.organization = r.organization) > "
                        "MAX(ended_at, COALESCE(dismissed_at, 0))) ORDER BY started_at, new_key, organization"_s.arg(
                            columns, ofAll ? QString() : u"organization = ? AND"_s));
    if (!ofAll)
        statement.bind(organization);
    if (const auto ran = statement.bind(since.toSecsSinceEpoch()).run(); !ran)
        return ran.error();
    QList<RotationRecord> records;
    while (statement.next())
        records += recordFrom(statement);
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return records;
}

Result<std::optional<RotationRecord>> RotationStore::find(qint64 organization, const QString &newKeyId) const
{
    Statement statement(m_database, u"SELECT %1 FROM rotation WHERE organization = ? AND new_key = ?"_s.arg(columns));
    if (const auto ran = statement.bind(organization).bind(newKeyId).run(); !ran)
        return ran.error();
    if (statement.next())
        return std::optional(recordFrom(statement));
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return std::optional<RotationRecord>();
}

Result<> RotationStore::put(const RotationRecord &record)
{
    Statement statement(
        m_database, u"INSERT OR REPLACE INTO rotation (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s.arg(columns));
    statement.bind(record.organization).bind(record.oldKeyId).bind(record.newKeyId);
    statement.bind(record.startedAt.toSecsSinceEpoch()).bind(notNull(record.startedBy));
    statement.bind(number(record.handOver)).bind(secondsOrNull(record.handedOverAt));
    statement.bind(number(record.proof)).bind(secondsOrNull(record.provenAt));
    return statement.bind(secondsOrNull(record.endedAt)).bind(secondsOrNull(record.dismissedAt)).run();
}

} // namespace core
