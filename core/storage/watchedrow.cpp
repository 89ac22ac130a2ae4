#include "core/storage/watchedrow.h"

#include "core/storage/statement.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaType>

using namespace Qt::StringLiterals;

namespace core::watchedrow {

namespace {

QVariant secondsOrNull(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toSecsSinceEpoch()) : QVariant(QMetaType::fromType<qint64>());
}

QDateTime time(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

QDateTime timeOrNone(const Statement &row, int column)
{
    return row.isNull(column) ? QDateTime() : time(row.integer(column));
}

QJsonValue secondsOrNone(const QDateTime &at)
{
    return at.isValid() ? QJsonValue(at.toSecsSinceEpoch()) : QJsonValue();
}

QString jsonOf(const KeyCheck &check)
{
    QJsonArray headers;
    for (const auto &[name, value] : check.headers)
        headers.append(QJsonArray{name, value});
    const QJsonObject object{{u"outcome"_s, wordFor(check.outcome)},
                             {u"doubt"_s, wordFor(check.doubt)},
                             {u"at"_s, check.at.toSecsSinceEpoch()},
                             {u"status"_s, check.status},
                             {u"message"_s, check.message},
                             {u"code"_s, check.code},
                             {u"redirect"_s, check.redirect},
                             {u"headers"_s, headers},
                             {u"retry_at"_s, secondsOrNone(check.retryAt)}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

KeyCheck checkFrom(const QString &json)
{
    const auto object = QJsonDocument::fromJson(json.toUtf8()).object();
    KeyCheck check;
    check.outcome = checkOutcomeFrom(object.value("outcome"_L1).toString());
    check.doubt = doubtFrom(object.value("doubt"_L1).toString());
    check.at = time(object.value("at"_L1).toInteger());
    check.status = object.value("status"_L1).toInt();
    check.message = object.value("message"_L1).toString();
    check.code = object.value("code"_L1).toString();
    check.redirect = object.value("redirect"_L1).toString();
    for (const auto &field : object.value("headers"_L1).toArray())
        check.headers.append({field.toArray().at(0).toString(), field.toArray().at(1).toString()});
    if (const auto retryAt = object.value("retry_at"_L1); retryAt.isDouble())
        check.retryAt = time(retryAt.toInteger());
    return check;
}

} // namespace

const QString columns =
    u"id, organization, kind, name, note, owner, scopes, created_at, registered_at, expires_at, hint, sha256, "
    "secret_kept, replaces, replaced_by, handed_over, revoked_there_at, ended_at, ended_reason, version, last_check"_s;

QString putStatement()
{
    QStringList changes;
    for (const auto &column : columns.split(u", "_s).mid(2)) // a key stays the one it is, where it is
        changes += u"%1 = excluded.%1"_s.arg(column);
    const QStringList places(columns.count(u',') + 2, u"?"_s);
    return u"INSERT INTO key (%1, changed) VALUES (%2) ON CONFLICT (id) DO UPDATE SET %3, changed = excluded.changed"_s
        .arg(columns, places.join(u", "_s), changes.join(u", "_s));
}

WatchedKey keyFrom(const Statement &row, int first)
{
    WatchedKey key;
    int column = first;
    key.id = row.text(column++);
    key.organizationId = row.text(column++);
    key.kindId = row.text(column++);
    key.name = row.text(column++);
    key.note = row.text(column++);
    key.owner = row.text(column++);
    key.scopes = row.text(column++).split(u'\n', Qt::SkipEmptyParts);
    key.createdAt = time(row.integer(column++));
    key.registeredAt = time(row.integer(column++));
    key.expiresAt = timeOrNone(row, column++);
    key.hint = row.text(column++);
    key.sha256 = row.bytes(column++);
    key.secretKept = row.integer(column++) != 0;
    key.replaces = row.text(column++);
    key.replacedBy = row.text(column++);
    key.handedOver = row.integer(column++) != 0;
    key.revokedThereAt = timeOrNone(row, column++);
    key.endedAt = timeOrNone(row, column++);
    key.endedReason = row.text(column++);
    key.version = row.integer(column++);
    if (!row.isNull(column))
        key.lastCheck = checkFrom(row.text(column));
    return key;
}

void bind(Statement &statement, const WatchedKey &key)
{
    statement.bind(key.id).bind(key.organizationId).bind(notNull(key.kindId)).bind(notNull(key.name));
    statement.bind(notNull(key.note)).bind(notNull(key.owner)).bind(notNull(key.scopes.join(u'\n')));
    statement.bind(key.createdAt.toSecsSinceEpoch()).bind(key.registeredAt.toSecsSinceEpoch());
    statement.bind(secondsOrNull(key.expiresAt)).bind(notNull(key.hint)).bind(key.sha256).bind(key.secretKept);
    statement.bind(notNull(key.replaces)).bind(notNull(key.replacedBy)).bind(key.handedOver);
    statement.bind(secondsOrNull(key.revokedThereAt)).bind(secondsOrNull(key.endedAt));
    statement.bind(notNull(key.endedReason)).bind(key.version);
    statement.bind(key.lastCheck ? QVariant(jsonOf(*key.lastCheck)) : QVariant(QMetaType::fromType<QString>()));
}

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

} // namespace core::watchedrow
