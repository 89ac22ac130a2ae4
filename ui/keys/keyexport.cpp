#include "ui/keys/keyexport.h"

#include "core/base/clock.h"
#include "core/domain/keyjson.h"
#include "core/domain/keyrules.h"
#include "core/domain/organization.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace ui::keyexport {

namespace {

constexpr qsizetype keysAtATime = 500;

//! What is true now: a key whose end has passed since it was read is expired.
core::Key currently(const core::Key &key, const QDateTime &now)
{
    auto current = key;
    current.status = core::keyrules::statusAt(key, now);
    return current;
}

QByteArray jsonLine(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QStringList cells(const core::Key &key)
{
    return {key.id,
            key.name,
            core::wordFor(key.status),
            key.hint,
            key.scopes.join(u' '),
            key.note,
            exportedTime(key.createdAt),
            key.createdBy.name,
            exportedTime(key.expiresAt),
            key.lastUsed ? exportedTime(key.lastUsed->at) : QString(),
            key.lastUsed ? key.lastUsed->address : QString(),
            exportedTime(key.retiresAt),
            exportedTime(key.revokedAt),
            key.revokedBy ? key.revokedBy->name : QString(),
            key.revokedReason,
            key.replaces,
            key.replacedBy,
            QString::number(key.rateLimitPerMinute)};
}

class KeyReader {
public:
    KeyReader(const core::KeyCache &cache, const core::Clock &clock, const core::KeyQuery &query, ExportFormat format)
        : m_cache(cache), m_clock(clock), m_query(query), m_format(format)
    {
    }

    core::Result<ExportPortion> next()
    {
        if (!m_rows) {
            // On the spot: the cache's own thread takes one question at a time, and that may be the table's.
            const auto rows = m_cache.rows(m_query);
            if (!rows)
                return rows.error();
            m_rows = *rows;
        }
        const auto keys = m_cache.cachedKeys(m_rows->mid(m_at, keysAtATime));
        if (!keys)
            return keys.error();
        m_at += keysAtATime;
        ExportPortion portion;
        const bool ofAll = m_query.organization == core::everyOrganization;
        for (const auto &each : *keys)
            portion.lines += ofAll ? line(m_format, each, m_clock.now()) : line(m_format, each.key, m_clock.now());
        portion.count = keys->size();
        portion.last = m_at >= m_rows->size();
        return portion;
    }

private:
    const core::KeyCache &m_cache;
    const core::Clock &m_clock;
    const core::KeyQuery m_query;
    const ExportFormat m_format;
    std::optional<QList<qint64>> m_rows;
    qsizetype m_at = 0;
};

} // namespace

QByteArray header(ExportFormat format, bool ofAll)
{
    if (format == ExportFormat::JsonLines)
        return {};
    QStringList names{u"id"_s,           u"name"_s,           u"status"_s,
                      u"hint"_s,         u"scopes"_s,         u"note"_s,
                      u"created_at"_s,   u"created_by"_s,     u"expires_at"_s,
                      u"last_used_at"_s, u"last_used_from"_s, u"retires_at"_s,
                      u"revoked_at"_s,   u"revoked_by"_s,     u"revoked_reason"_s,
                      u"replaces"_s,     u"replaced_by"_s,    u"rate_limit_per_minute"_s};
    if (ofAll)
        names.prepend(u"organization"_s);
    return csvLine(names);
}

QByteArray line(ExportFormat format, const core::Key &key, const QDateTime &now)
{
    const auto current = currently(key, now);
    return format == ExportFormat::JsonLines ? jsonLine(core::toJson(current)) : csvLine(cells(current));
}

QByteArray line(ExportFormat format, const core::CachedKey &row, const QDateTime &now)
{
    const auto current = currently(row.key, now);
    if (format == ExportFormat::JsonLines) {
        auto object = core::toJson(current);
        object[u"organization"_s] = row.organizationName;
        return jsonLine(object);
    }
    return csvLine(QStringList{row.organizationName} + cells(current));
}

ExportRun::Reader reader(const core::KeyCache &cache, const core::Clock &clock, const core::KeyQuery &query,
                         ExportFormat format)
{
    return [keys = std::make_shared<KeyReader>(cache, clock, query, format)] { return core::ready(keys->next()); };
}

} // namespace ui::keyexport
