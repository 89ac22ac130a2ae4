#include "ui/keys/keyexport.h"

#include "core/base/times.h"
#include "core/domain/keyjson.h"
#include "core/domain/keyrules.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ui::keyexport {

namespace {

QString timeOrNothing(const QDateTime &time)
{
    return time.isValid() ? core::toRfc3339(time) : QString();
}

QByteArray csvLine(const QStringList &fields)
{
    QStringList quoted;
    quoted.reserve(fields.size());
    for (const auto &field : fields)
        quoted += csvField(field);
    return (quoted.join(u',') + "\r\n"_L1).toUtf8();
}

} // namespace

Format formatFor(const QString &fileName)
{
    return fileName.endsWith(".jsonl"_L1, Qt::CaseInsensitive) ? Format::JsonLines : Format::Csv;
}

QByteArray header(Format format)
{
    if (format == Format::JsonLines)
        return {};
    return csvLine({u"id"_s, u"name"_s, u"status"_s, u"hint"_s, u"scopes"_s, u"note"_s, u"created_at"_s,
                    u"created_by"_s, u"expires_at"_s, u"last_used_at"_s, u"last_used_from"_s, u"retires_at"_s,
                    u"revoked_at"_s, u"revoked_by"_s, u"revoked_reason"_s, u"replaces"_s, u"replaced_by"_s,
                    u"rate_limit_per_minute"_s});
}

QByteArray line(Format format, const core::Key &key, const QDateTime &now)
{
    // What is true now: a key whose end has passed since it was read is expired.
    auto current = key;
    current.status = core::keyrules::statusAt(key, now);
    if (format == Format::JsonLines)
        return QJsonDocument(core::toJson(current)).toJson(QJsonDocument::Compact) + '\n';
    return csvLine({key.id, key.name, core::wordFor(current.status), key.hint, key.scopes.join(u' '), key.note,
                    timeOrNothing(key.createdAt), key.createdBy.name, timeOrNothing(key.expiresAt),
                    key.lastUsed ? timeOrNothing(key.lastUsed->at) : QString(),
                    key.lastUsed ? key.lastUsed->address : QString(), timeOrNothing(key.retiresAt),
                    timeOrNothing(key.revokedAt), key.revokedBy ? key.revokedBy->name : QString(), key.revokedReason,
                    key.replaces, key.replacedBy, QString::number(key.rateLimitPerMinute)});
}

QString csvField(const QString &text)
{
    static constexpr QStringView dangerous = u"=+-@\t\r\n\0";
    auto field = text;
    if (!field.isEmpty() && (dangerous.contains(field.front()) || field.front().isNull()))
        field.prepend(u'\'');
    const bool needsQuotes = std::any_of(field.cbegin(), field.cend(), [](QChar letter) {
        return letter == u',' || letter == u'"' || letter == u'\r' || letter == u'\n' || letter == u'\t';
    });
    if (!needsQuotes)
        return field;
    return u'"' + field.replace(u'"', "\"\""_L1) + u'"';
}

} // namespace ui::keyexport
