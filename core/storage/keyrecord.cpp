#include "core/storage/keyrecord.h"

#include "core/domain/keyrules.h"
#include "core/storage/statement.h"

#include <QDateTime>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core::keyrecord {

namespace {

QVariant secondsOrNull(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
}

//! Qt binds a null QString as NULL.
QVariant text(const QString &value)
{
    return value.isNull() ? QVariant(u""_s) : QVariant(value);
}

QDateTime time(const Statement &row, int column)
{
    return row.isNull(column) ? QDateTime() : QDateTime::fromSecsSinceEpoch(row.integer(column), Qt::UTC);
}

KeyStatus statusOf(qint64 value)
{
    for (const auto status :
         {KeyStatus::Active, KeyStatus::Retiring, KeyStatus::Expired, KeyStatus::Revoked, KeyStatus::Disabled}) {
        if (number(status) == value)
            return status;
    }
    return KeyStatus::Unknown;
}

//! When the key ceases or ceased to work. Agrees with keyrules::statusAt: a status that can lapse does so at this time.
qint64 endOf(const Key &key)
{
    if (key.status == KeyStatus::Revoked && key.revokedAt.isValid())
        return key.revokedAt.toSecsSinceEpoch();
    qint64 end = key.expiresAt.isValid() ? key.expiresAt.toSecsSinceEpoch() : never;
    const bool retires = key.status == KeyStatus::Retiring || key.status == KeyStatus::Expired;
    if (retires && key.retiresAt.isValid())
        end = std::min(end, key.retiresAt.toSecsSinceEpoch());
    return end;
}

//! What "idle" is judged by. Agrees with keyrules::isIdle.
qint64 seenAt(const Key &key)
{
    if (!key.useIsTold)
        return never;
    return (key.lastUsed ? key.lastUsed->at : key.createdAt).toSecsSinceEpoch();
}

} // namespace

int number(KeyStatus status)
{
    switch (status) {
    case KeyStatus::Active: return 0;
    case KeyStatus::Retiring: return 1;
    case KeyStatus::Disabled: return 2;
    case KeyStatus::Expired: return 4;
    case KeyStatus::Revoked: return 5;
    case KeyStatus::Unknown: break;
    }
    return 3;
}

QString columns()
{
    return u"key_id, name, note, hint, scopes, status, created_at, creator_id, creator_name, expires_at, used_at, "
           "used_address, used_agent, replaces, replaced_by, retires_at, revoked_at, revoker_id, revoker_name, "
           "revoked_reason, rate_limit, version, acknowledged, (SELECT organization_id FROM organization WHERE "
           "reference "
           "= organization)"_s;
}

Key read(const Statement &row, int from)
{
    int column = from;
    Key key;
    key.id = row.text(column++);
    key.name = row.text(column++);
    key.note = row.text(column++);
    key.hint = row.text(column++);
    key.scopes = row.text(column++).split(u'\n', Qt::SkipEmptyParts);
    key.status = statusOf(row.integer(column++));
    key.createdAt = time(row, column++);
    key.createdBy.id = row.text(column++);
    key.createdBy.name = row.text(column++);
    key.expiresAt = time(row, column++);
    const auto used = row.integer(column);
    key.useIsTold = used != notTold;
    if (used > 0)
        key.lastUsed = LastUse{time(row, column), row.text(column + 1), row.text(column + 2)};
    column += 3;
    key.replaces = row.text(column++);
    key.replacedBy = row.text(column++);
    key.retiresAt = time(row, column++);
    key.revokedAt = time(row, column++);
    if (!row.isNull(column))
        key.revokedBy = Person{row.text(column), row.text(column + 1)};
    column += 2;
    key.revokedReason = row.text(column++);
    key.rateLimitPerMinute = static_cast<int>(row.integer(column++));
    key.version = row.integer(column++);
    key.acknowledged = row.integer(column++) != 0;
    key.organizationId = row.text(column);
    return key;
}

QString upsert()
{
    static const QStringList names{u"name"_s,           u"name_key"_s,     u"note"_s,       u"hint"_s,
                                   u"hint_key"_s,       u"scopes"_s,       u"status"_s,     u"created_at"_s,
                                   u"creator_id"_s,     u"creator_name"_s, u"expires_at"_s, u"used_at"_s,
                                   u"used_address"_s,   u"used_agent"_s,   u"replaces"_s,   u"replaced_by"_s,
                                   u"retires_at"_s,     u"revoked_at"_s,   u"revoker_id"_s, u"revoker_name"_s,
                                   u"revoked_reason"_s, u"rate_limit"_s,   u"version"_s,    u"acknowledged"_s,
                                   u"ends_at"_s,        u"seen_at"_s};
    QStringList updates;
    for (const auto &name : names)
        updates += name + u" = excluded."_s + name;
    const auto marks = QStringList(names.size() + 2, u"?"_s).join(u", "_s);
    return u"INSERT INTO key (organization, key_id, %1) VALUES (%2) ON CONFLICT (key_id, organization) DO UPDATE SET "
           u"%3 "
           "RETURNING id"_s.arg(names.join(u", "_s), marks, updates.join(u", "_s));
}

void bind(Statement &statement, qint64 organization, const Key &key)
{
    statement.bind(organization).bind(key.id);
    statement.bind(text(key.name)).bind(text(keyrules::foldedName(key.name))).bind(text(key.note));
    statement.bind(text(key.hint)).bind(text(folded(key.hint))).bind(text(key.scopes.join(u'\n')));
    statement.bind(number(key.status)).bind(key.createdAt.toSecsSinceEpoch());
    statement.bind(text(key.createdBy.id)).bind(text(key.createdBy.name)).bind(secondsOrNull(key.expiresAt));
    const auto use = key.lastUsed.value_or(LastUse{});
    const qint64 usedAt = !key.useIsTold ? notTold : use.at.isValid() ? use.at.toSecsSinceEpoch() : 0;
    statement.bind(usedAt).bind(text(use.address)).bind(text(use.userAgent));
    statement.bind(text(key.replaces)).bind(text(key.replacedBy)).bind(secondsOrNull(key.retiresAt));
    statement.bind(secondsOrNull(key.revokedAt));
    statement.bind(key.revokedBy ? text(key.revokedBy->id) : QVariant(QMetaType::fromType<QString>()));
    statement.bind(key.revokedBy ? text(key.revokedBy->name) : QVariant(QMetaType::fromType<QString>()));
    statement.bind(text(key.revokedReason)).bind(key.rateLimitPerMinute).bind(key.version).bind(int(key.acknowledged));
    statement.bind(endOf(key)).bind(seenAt(key));
}

QString folded(const QString &text)
{
    return text.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

QString searchText(const Key &key)
{
    return folded(QStringList{key.name, key.hint, key.note, key.scopes.join(u'\n'), key.createdBy.name}.join(u'\n'));
}

} // namespace core::keyrecord
