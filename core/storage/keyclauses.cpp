#include "core/storage/keyclauses.h"

#include "core/domain/keyrules.h"
#include "core/domain/organization.h"
#include "core/storage/keyrecord.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qint64 day = 24 * 3600;

QString needleOf(const QString &text)
{
    auto needle = keyrecord::folded(text.trimmed());
    needle.remove(QChar(u'\0'));
    return needle;
}

} // namespace

KeyClauses::KeyClauses(const KeyQuery &query, bool breathes)
    : m_query(query), m_needle(needleOf(query.text)), m_now(query.now.toSecsSinceEpoch()), m_breathes(breathes)
{
}

bool KeyClauses::ofAll() const
{
    return m_query.organization == everyOrganization;
}

bool KeyClauses::isByOrganization() const
{
    return ofAll() && m_query.sort == KeyQuery::Sort::Organization;
}

KeyClauses::Clause KeyClauses::everything()
{
    return {u"1"_s, {}};
}

//! The rows that the query is about at all.
KeyClauses::Clause KeyClauses::own() const
{
    return ofAll() ? everything() : Clause{u"organization = ?"_s, {m_query.organization}};
}

//! Each index is there twice: within an organization, and over all of them.
QString KeyClauses::index(const QString &name) const
{
    return (ofAll() ? u"fleet_by_"_s : u"key_by_"_s) + name;
}

QString KeyClauses::orderIndex() const
{
    switch (m_query.sort) {
    case KeyQuery::Sort::Hint: return index(u"hint"_s);
    case KeyQuery::Sort::Scopes: return index(u"scopes"_s);
    case KeyQuery::Sort::LastUsed: return index(u"use"_s);
    case KeyQuery::Sort::Created: return index(u"creation"_s);
    case KeyQuery::Sort::Expires:
    case KeyQuery::Sort::Status: return index(u"end"_s);
    case KeyQuery::Sort::Organization:
    case KeyQuery::Sort::Name: break;
    }
    return index(u"name"_s);
}

QString KeyClauses::direction() const
{
    return m_query.order == Qt::AscendingOrder ? u"ASC"_s : u"DESC"_s;
}

QString KeyClauses::column() const
{
    switch (m_query.sort) {
    case KeyQuery::Sort::Hint: return u"hint_key"_s;
    case KeyQuery::Sort::Scopes: return u"scopes"_s;
    case KeyQuery::Sort::LastUsed: return u"used_at"_s;
    case KeyQuery::Sort::Created: return u"created_at"_s;
    case KeyQuery::Sort::Expires:
    case KeyQuery::Sort::Status: return u"ends_at"_s;
    case KeyQuery::Sort::Organization:
    case KeyQuery::Sort::Name: break;
    }
    return u"name_key"_s;
}

KeyClauses::Segments KeyClauses::segments() const
{
    using keyrecord::number;
    const int active = number(KeyStatus::Active);
    switch (m_query.show) {
    case KeyQuery::Show::All: break;
    case KeyQuery::Show::Active: return {{active, m_now, unbounded, unbounded}};
    case KeyQuery::Show::ExpiresSoon: return {{active, m_now, m_now + keyrules::soonDays * day, unbounded}};
    case KeyQuery::Show::Idle: return {{active, m_now, unbounded, m_now - keyrules::idleDays * day}};
    case KeyQuery::Show::Retiring: return {{number(KeyStatus::Retiring), m_now, unbounded, unbounded}};
    case KeyQuery::Show::Disabled: return {{number(KeyStatus::Disabled), m_now, unbounded, unbounded}};
    case KeyQuery::Show::Revoked: return {{number(KeyStatus::Revoked), -unbounded, unbounded, unbounded}};
    case KeyQuery::Show::Expired: {
        Segments expired{{number(KeyStatus::Expired), -unbounded, unbounded, unbounded}};
        for (const auto status : {KeyStatus::Active, KeyStatus::Retiring, KeyStatus::Disabled, KeyStatus::Unknown})
            expired.append({number(status), -unbounded, m_now, unbounded});
        return expired;
    }
    }
    return {};
}

QList<KeyClauses::Segments> KeyClauses::ranks() const
{
    if (m_query.show != KeyQuery::Show::All)
        return {segments()};
    QList<Segments> ranks;
    for (const auto status : {KeyStatus::Active, KeyStatus::Retiring, KeyStatus::Disabled, KeyStatus::Unknown})
        ranks.append({{keyrecord::number(status), m_now, unbounded, unbounded}});
    auto other = m_query;
    for (const auto show : {KeyQuery::Show::Expired, KeyQuery::Show::Revoked}) {
        other.show = show;
        ranks.append(KeyClauses(other, m_breathes).segments());
    }
    if (m_query.order == Qt::DescendingOrder)
        std::reverse(ranks.begin(), ranks.end());
    return ranks;
}

KeyClauses::Clause KeyClauses::inSegments(const Segments &segments) const
{
    if (segments.isEmpty())
        return everything();
    Clause clause;
    QStringList alternatives;
    for (const auto &segment : segments) {
        auto sql = u"status = ? AND ends_at > ? AND ends_at <= ?"_s;
        clause.values << segment.status << segment.after << segment.until;
        if (segment.seenBefore != unbounded) {
            sql += u" AND seen_at < ?"_s;
            clause.values << segment.seenBefore;
        }
        alternatives += sql;
    }
    clause.sql = u'(' + alternatives.join(u" OR "_s) + u')';
    return clause;
}

KeyClauses::Clause KeyClauses::byWords() const
{
    auto phrase = m_needle;
    phrase.replace(u'"', u"\"\""_s);
    return {u"id IN (SELECT rowid FROM key_search WHERE key_search MATCH ?)"_s, {u'"' + phrase + u'"'}, true};
}

KeyClauses::Clause KeyClauses::byLetters() const
{
    return {u"instr((SELECT text FROM key_text WHERE key_text.id = key.id), ?) > 0"_s, {m_needle}};
}

//! What a scan by \a text selects, and by which condition.
std::pair<KeyClauses::Clause, KeyClauses::Clause> KeyClauses::scanned(const Clause &text) const
{
    if (!m_breathes || text.namesRows || m_needle.isEmpty())
        return {{u"id"_s, {}}, text};
    const auto turn = u"id % 1024 = 0"_s;
    return {{u"iif(%1 AND NOT (%2), %3, id)"_s.arg(turn, text.sql).arg(breath), text.values},
            {u"(%1 OR %2)"_s.arg(turn, text.sql), text.values}};
}

KeyClauses::Clause KeyClauses::among(const QList<qint64> &hits)
{
    QStringList numbers;
    for (const auto hit : hits)
        numbers += QString::number(hit);
    return {u"id IN (SELECT value FROM json_each(?))"_s, {QString(u'[' + numbers.join(u',') + u']')}, true};
}

KeyClauses::Clause KeyClauses::hits(qint64 limit) const
{
    return {u"SELECT rowid FROM key_search WHERE key_search MATCH ? LIMIT ?"_s, byWords().values + QVariantList{limit}};
}

KeyClauses::Clause KeyClauses::count(const Segments &segments, qint64 limit) const
{
    const auto mine = own();
    const auto range = inSegments(segments);
    return {u"SELECT count(*) FROM (SELECT 1 FROM key WHERE %1 AND %2 LIMIT ?)"_s.arg(mine.sql, range.sql),
            mine.values + range.values + QVariantList{limit}};
}

KeyClauses::Clause KeyClauses::organizations() const
{
    return {u"SELECT reference FROM organization ORDER BY name_key %1, reference %1"_s.arg(direction()), {}};
}

KeyClauses::Clause KeyClauses::gathered() const
{
    Clause clause;
    QStringList parts;
    const auto mine = own();
    const auto all = segments();
    for (const auto &segment : all) {
        const auto range = inSegments({segment});
        const auto by = index(segment.seenBefore != unbounded ? u"sight"_s : u"status"_s);
        parts +=
            u"SELECT id, %1 AS place FROM key INDEXED BY %2 WHERE %3 AND %4"_s.arg(column(), by, mine.sql, range.sql);
        clause.values << mine.values << range.values;
    }
    clause.sql = u"SELECT id FROM (%1) ORDER BY place %2, id %2"_s.arg(parts.join(u" UNION ALL "_s), direction());
    return clause;
}

KeyClauses::Clause KeyClauses::found(const Clause &text, qsizetype most) const
{
    const auto range = inSegments(segments());
    QString first;
    if (m_query.sort == KeyQuery::Sort::Status)
        first = u"CASE WHEN status < %1 AND ends_at <= %2 THEN %1 ELSE status END %3, "_s
                    .arg(keyrecord::number(KeyStatus::Expired))
                    .arg(m_now)
                    .arg(direction());
    else if (isByOrganization())
        first =
            u"(SELECT o.name_key FROM organization o WHERE o.reference = key.organization) %1, organization %1, "_s.arg(
                direction());
    auto mine = own();
    // The plus keeps SQLite from walking the organization where the text has named the rows already.
    if (text.namesRows)
        mine.sql.prepend(u'+');
    const bool isNarrow = m_query.sort != KeyQuery::Sort::Hint && m_query.sort != KeyQuery::Sort::Scopes;
    const auto from = text.namesRows && isNarrow ? u"key INDEXED BY key_by_row"_s : u"key"_s;
    return {u"SELECT id FROM %1 WHERE %2 AND %3 AND %4 ORDER BY %5%6 %7, id %7 LIMIT ?"_s.arg(
                from, text.sql, mine.sql, range.sql, first, column(), direction()),
            text.values + mine.values + range.values + QVariantList{qint64(most)}};
}

KeyClauses::Clause KeyClauses::walk(const Clause &text, qint64 scan, qsizetype most) const
{
    const auto mine = own();
    const auto range = inSegments(segments());
    const auto order = u"ORDER BY %1 %2, id %2"_s.arg(column(), direction());
    const auto from = u"key INDEXED BY %1 WHERE %2"_s.arg(orderIndex(), mine.sql);
    if (scan == unbounded) {
        const auto [chosen, condition] = scanned(text);
        return {u"SELECT %1 FROM %2 AND %3 AND %4 %5 LIMIT ?"_s.arg(chosen.sql, from, range.sql, condition.sql, order),
                chosen.values + mine.values + range.values + condition.values + QVariantList{qint64(most)}};
    }
    const auto columns =
        m_query.show == KeyQuery::Show::Idle ? u"id, status, ends_at, seen_at"_s : u"id, status, ends_at"_s;
    return {u"SELECT id FROM (SELECT %1 FROM %2 %3 LIMIT ?) AS key WHERE %4 AND %5 LIMIT ?"_s.arg(columns, from, order,
                                                                                                  range.sql, text.sql),
            mine.values + QVariantList{scan} + range.values + text.values + QVariantList{qint64(most)}};
}

KeyClauses::Clause KeyClauses::walkRank(const Segments &rank, const Clause &text, qint64 scan, qsizetype most) const
{
    const auto mine = own();
    const auto [chosen, condition] = scanned(text);
    Clause clause{{}, chosen.values};
    QStringList parts;
    for (const auto &segment : rank) {
        const auto range = inSegments({segment});
        parts +=
            u"SELECT id, ends_at FROM key INDEXED BY %1 WHERE %2 AND %3"_s.arg(index(u"status"_s), mine.sql, range.sql);
        clause.values << mine.values << range.values;
    }
    const auto order = u"ORDER BY ends_at %1, id %1"_s.arg(direction());
    clause.sql = u"SELECT %1 FROM (%2 %3 LIMIT ?) AS key WHERE %4 LIMIT ?"_s.arg(
        chosen.sql, parts.join(u" UNION ALL "_s), order, condition.sql);
    clause.values << scan << condition.values << qint64(most);
    return clause;
}

} // namespace core
