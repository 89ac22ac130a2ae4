#include "ui/keys/keyexport.h"

#include "core/base/clock.h"
#include "core/domain/keyjson.h"
#include "core/domain/keyrules.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ui::keyexport {

namespace {

constexpr qsizetype keysAtATime = 500;

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
        const auto keys = m_cache.keys(m_rows->mid(m_at, keysAtATime));
        if (!keys)
            return keys.error();
        m_at += keysAtATime;
        ExportPortion portion;
        for (const auto &key : *keys)
            portion.lines += line(m_format, key, m_clock.now());
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

QByteArray header(ExportFormat format)
{
    if (format == ExportFormat::JsonLines)
        return {};
    return csvLine({u"id"_s, u"name"_s, u"status"_s, u"hint"_s, u"scopes"_s, u"note"_s, u"created_at"_s,
                    u"created_by"_s, u"expires_at"_s, u"last_used_at"_s, u"last_used_from"_s, u"retires_at"_s,
                    u"revoked_at"_s, u"revoked_by"_s, u"revoked_reason"_s, u"replaces"_s, u"replaced_by"_s,
                    u"rate_limit_per_minute"_s});
}

QByteArray line(ExportFormat format, const core::Key &key, const QDateTime &now)
{
    // What is true now: a key whose end has passed since it was read is expired.
    auto current = key;
    current.status = core::keyrules::statusAt(key, now);
    if (format == ExportFormat::JsonLines)
        return QJsonDocument(core::toJson(current)).toJson(QJsonDocument::Compact) + '\n';
    return csvLine({key.id, key.name, core::wordFor(current.status), key.hint, key.scopes.join(u' '), key.note,
                    exportedTime(key.createdAt), key.createdBy.name, exportedTime(key.expiresAt),
                    key.lastUsed ? exportedTime(key.lastUsed->at) : QString(),
                    key.lastUsed ? key.lastUsed->address : QString(), exportedTime(key.retiresAt),
                    exportedTime(key.revokedAt), key.revokedBy ? key.revokedBy->name : QString(), key.revokedReason,
                    key.replaces, key.replacedBy, QString::number(key.rateLimitPerMinute)});
}

ExportRun::Reader reader(const core::KeyCache &cache, const core::Clock &clock, const core::KeyQuery &query,
                         ExportFormat format)
{
    return [keys = std::make_shared<KeyReader>(cache, clock, query, format)] { return core::ready(keys->next()); };
}

} // namespace ui::keyexport
