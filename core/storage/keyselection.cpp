#include "core/storage/keyselection.h"

#include "core/domain/keyrules.h"
#include "core/storage/keyrecord.h"
#include "core/storage/statement.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qint64 day = 24 * 3600;
constexpr qint64 unbounded = 1LL << 60;
// Up to so many rows of a filter are sorted rather than met by walking an index in order: some milliseconds either way.
constexpr qint64 few = 4096;
// The same for hits of a text, whose rows lie scattered.
constexpr qint64 fewHits = 3072;
// Above so many hits of a text, looking into each row's text on the way finds enough of them sooner.
constexpr qint64 manyHits = 8192;
// How far a walk goes that must be back within some milliseconds: by a filter, by a set of hits, and where each row's
// text is read. Scattered over a million rows, what is sought is met a dozen times and more by then.
constexpr qint64 filterScan = 131'072;
constexpr qint64 hitScan = 32'768;
constexpr qint64 textScan = 2048;
// No row has this id. A scan that may become stale yields it now and then where it finds nothing, so as to be asked.
constexpr qint64 breath = 0;
// The trigram index knows words of three letters and more.
constexpr qsizetype trigram = 3;

QString needleOf(const QString &text)
{
    auto needle = keyrecord::folded(text.trimmed());
    needle.remove(QChar(u'\0'));
    return needle;
}

QString indexFor(KeyQuery::Sort sort)
{
    switch (sort) {
    case KeyQuery::Sort::Hint: return u"key_by_hint"_s;
    case KeyQuery::Sort::Scopes: return u"key_by_scopes"_s;
    case KeyQuery::Sort::LastUsed: return u"key_by_use"_s;
    case KeyQuery::Sort::Created: return u"key_by_creation"_s;
    case KeyQuery::Sort::Expires:
    case KeyQuery::Sort::Status: return u"key_by_end"_s;
    case KeyQuery::Sort::Name: break;
    }
    return u"key_by_name"_s;
}

} // namespace

KeySelection::KeySelection(const Database &database, const KeyQuery &query, std::function<bool()> stale)
    : m_database(database),
      m_query(query),
      m_needle(needleOf(query.text)),
      m_now(query.now.toSecsSinceEpoch()),
      m_stale(std::move(stale))
{
}

QString KeySelection::direction() const
{
    return m_query.order == Qt::AscendingOrder ? u"ASC"_s : u"DESC"_s;
}

QString KeySelection::column() const
{
    switch (m_query.sort) {
    case KeyQuery::Sort::Hint: return u"hint_key"_s;
    case KeyQuery::Sort::Scopes: return u"scopes"_s;
    case KeyQuery::Sort::LastUsed: return u"used_at"_s;
    case KeyQuery::Sort::Created: return u"created_at"_s;
    case KeyQuery::Sort::Expires:
    case KeyQuery::Sort::Status: return u"ends_at"_s;
    case KeyQuery::Sort::Name: break;
    }
    return u"name_key"_s;
}

//! The ranges that make up the filter; empty: everything.
KeySelection::Segments KeySelection::segments() const
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

//! The groups that follow one another when sorted by status.
QList<KeySelection::Segments> KeySelection::ranks() const
{
    if (m_query.show != KeyQuery::Show::All)
        return {segments()};
    QList<Segments> ranks;
    for (const auto status : {KeyStatus::Active, KeyStatus::Retiring, KeyStatus::Disabled, KeyStatus::Unknown})
        ranks.append({{keyrecord::number(status), m_now, unbounded, unbounded}});
    auto other = m_query;
    for (const auto show : {KeyQuery::Show::Expired, KeyQuery::Show::Revoked}) {
        other.show = show;
        ranks.append(KeySelection(m_database, other).segments());
    }
    if (m_query.order == Qt::DescendingOrder)
        std::reverse(ranks.begin(), ranks.end());
    return ranks;
}

KeySelection::Clause KeySelection::inSegments(const Segments &segments) const
{
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
    if (alternatives.isEmpty())
        return {u"1"_s, {}};
    clause.sql = u'(' + alternatives.join(u" OR "_s) + u')';
    return clause;
}

//! By the trigram index.
KeySelection::Clause KeySelection::byWords() const
{
    auto phrase = m_needle;
    phrase.replace(u'"', u"\"\""_s);
    return {u"id IN (SELECT rowid FROM key_search WHERE key_search MATCH ?)"_s, {u'"' + phrase + u'"'}, true};
}

//! By looking into each row's text.
KeySelection::Clause KeySelection::byLetters() const
{
    return {u"instr((SELECT text FROM key_text WHERE key_text.id = key.id), ?) > 0"_s, {m_needle}};
}

//! What a scan by \a text selects, and by which condition.
std::pair<KeySelection::Clause, KeySelection::Clause> KeySelection::scanned(const Clause &text) const
{
    if (!m_stale || text.namesRows || !hasText())
        return {{u"id"_s, {}}, text};
    const auto turn = u"id % 1024 = 0"_s;
    return {{u"iif(%1 AND NOT (%2), %3, id)"_s.arg(turn, text.sql).arg(breath), text.values},
            {u"(%1 OR %2)"_s.arg(turn, text.sql), text.values}};
}

KeySelection::Clause KeySelection::among(const QList<qint64> &hits)
{
    QStringList numbers;
    for (const auto hit : hits)
        numbers += QString::number(hit);
    return {u"id IN (SELECT value FROM json_each(?))"_s, {QString(u'[' + numbers.join(u',') + u']')}, true};
}

Result<QList<qint64>> KeySelection::run(const Clause &clause) const
{
    Statement statement(m_database, clause.sql);
    for (const auto &value : clause.values)
        statement.bind(value);
    if (const auto ran = statement.run(); !ran)
        return ran.error();
    QList<qint64> rows;
    while (statement.next()) {
        if (m_stale && m_stale())
            return Error{Error::Kind::Cancelled};
        if (const auto row = statement.integer(0); row != breath)
            rows.append(row);
    }
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return rows;
}

Result<qint64> KeySelection::countUpTo(const Segments &segments, qint64 limit) const
{
    qint64 count = 0;
    const auto all = segments.isEmpty() ? Segments{{-1, 0, 0, 0}} : segments;
    for (const auto &segment : all) {
        Clause clause{u"SELECT count(*) FROM (SELECT 1 FROM key WHERE organization = ? AND %1 LIMIT ?)"_s,
                      {m_query.organization}};
        const auto range = inSegments(segment.status < 0 ? Segments{} : Segments{segment});
        clause.sql = clause.sql.arg(range.sql);
        clause.values << range.values << limit;
        const auto found = run(clause);
        if (!found)
            return found.error();
        count += found->value(0);
    }
    return count;
}

Result<QList<qint64>> KeySelection::hitsUpTo(qint64 limit) const
{
    return run(
        {u"SELECT rowid FROM key_search WHERE key_search MATCH ? LIMIT ?"_s, byWords().values + QVariantList{limit}});
}

Result<bool> KeySelection::isSmall() const
{
    const auto count = countUpTo({}, few + 1);
    return count ? Result<bool>(*count <= few) : count.error();
}

//! The rows of the filter, few of them, sorted afterwards.
KeySelection::Clause KeySelection::gathered(const Segments &segments) const
{
    Clause clause;
    QStringList parts;
    for (const auto &segment : segments) {
        const auto range = inSegments({segment});
        const auto index = segment.seenBefore != unbounded ? u"key_by_sight"_s : u"key_by_status"_s;
        parts += u"SELECT id, %1 AS place FROM key INDEXED BY %2 WHERE organization = ? AND %3"_s.arg(column(), index,
                                                                                                      range.sql);
        clause.values << m_query.organization << range.values;
    }
    clause.sql = u"SELECT id FROM (%1) ORDER BY place %2, id %2"_s.arg(parts.join(u" UNION ALL "_s), direction());
    return clause;
}

//! The rows of the text, few of them or of a small organization, sorted afterwards.
KeySelection::Clause KeySelection::found(const Clause &text, qsizetype most) const
{
    const auto range = inSegments(segments());
    const auto rank = m_query.sort == KeyQuery::Sort::Status
                          ? u"CASE WHEN status < %1 AND ends_at <= %2 THEN %1 ELSE status END %3, "_s
                                .arg(keyrecord::number(KeyStatus::Expired))
                                .arg(m_now)
                                .arg(direction())
                          : QString();
    // The plus keeps SQLite from walking the organization where the text has named the rows already.
    const auto own = text.namesRows ? u"+organization = ?"_s : u"organization = ?"_s;
    return {u"SELECT id FROM key WHERE %1 AND %2 AND %3 ORDER BY %4%5 %6, id %6 LIMIT ?"_s.arg(
                text.sql, own, range.sql, rank, column(), direction()),
            text.values + QVariantList{m_query.organization} + range.values + QVariantList{qint64(most)}};
}

//! Along the index of the order, over at most \a scan rows of it.
KeySelection::Clause KeySelection::walk(const Clause &text, qint64 scan, qsizetype most) const
{
    const auto range = inSegments(segments());
    const auto order = u"ORDER BY %1 %2, id %2"_s.arg(column(), direction());
    const auto from = u"key INDEXED BY %1 WHERE organization = ?"_s.arg(indexFor(m_query.sort));
    if (scan == unbounded) {
        const auto [chosen, condition] = scanned(text);
        return {u"SELECT %1 FROM %2 AND %3 AND %4 %5 LIMIT ?"_s.arg(chosen.sql, from, range.sql, condition.sql, order),
                chosen.values + QVariantList{m_query.organization} + range.values + condition.values +
                    QVariantList{qint64(most)}};
    }
    const auto columns =
        m_query.show == KeyQuery::Show::Idle ? u"id, status, ends_at, seen_at"_s : u"id, status, ends_at"_s;
    return {u"SELECT id FROM (SELECT %1 FROM %2 %3 LIMIT ?) AS key WHERE %4 AND %5 LIMIT ?"_s.arg(columns, from, order,
                                                                                                  range.sql, text.sql),
            QVariantList{m_query.organization, scan} + range.values + text.values + QVariantList{qint64(most)}};
}

//! One group of the order by status: its ranges merged by when they end.
KeySelection::Clause KeySelection::walkRank(const Segments &rank, const Clause &text, qint64 scan, qsizetype most) const
{
    const auto [chosen, condition] = scanned(text);
    Clause clause{{}, chosen.values};
    QStringList parts;
    for (const auto &segment : rank) {
        const auto range = inSegments({segment});
        parts += u"SELECT id, ends_at FROM key INDEXED BY key_by_status WHERE organization = ? AND "_s + range.sql;
        clause.values << m_query.organization << range.values;
    }
    const auto order = u"ORDER BY ends_at %1, id %1"_s.arg(direction());
    clause.sql = u"SELECT %1 FROM (%2 %3 LIMIT ?) AS key WHERE %4 LIMIT ?"_s.arg(
        chosen.sql, parts.join(u" UNION ALL "_s), order, condition.sql);
    clause.values << scan << condition.values << qint64(most);
    return clause;
}

Result<FirstRows> KeySelection::walkRanks(const Clause &text, qint64 scan, qsizetype most) const
{
    FirstRows first{{}, true};
    const auto groups = ranks();
    for (const auto &rank : groups) {
        const auto found = run(walkRank(rank, text, scan, most - first.rows.size()));
        if (!found)
            return found.error();
        first.rows += *found;
        const auto size = countUpTo(rank, scan == unbounded ? 1 : scan + 1);
        if (!size)
            return size.error();
        // Behind a walk that was cut short nothing may follow: it would not be a beginning of the whole.
        first.complete = *size <= scan && first.rows.size() < most;
        if (!first.complete)
            break;
    }
    return first;
}

//! Without a text.
Result<FirstRows> KeySelection::plain(qint64 scan, qsizetype most) const
{
    const Clause everything{u"1"_s, {}};
    const bool filtered = m_query.show != KeyQuery::Show::All;
    const bool byEnd = m_query.sort == KeyQuery::Sort::Status || m_query.sort == KeyQuery::Sort::Expires;
    if (m_query.sort == KeyQuery::Sort::Status || (filtered && byEnd))
        return walkRanks(everything, unbounded, most);
    if (filtered) {
        const auto count = countUpTo(segments(), few + 1);
        if (!count)
            return count.error();
        if (*count <= few) {
            const auto rows = run(gathered(segments()));
            if (!rows)
                return rows.error();
            return FirstRows{rows->mid(0, most), rows->size() <= most};
        }
    }
    const auto rows = run(walk(everything, filtered ? scan : unbounded, most));
    if (!rows)
        return rows.error();
    return FirstRows{*rows, rows->size() < most && (!filtered || scan == unbounded)};
}

Result<FirstRows> KeySelection::first(qsizetype most) const
{
    if (m_needle.isEmpty())
        return plain(filterScan, most);
    const auto small = isSmall();
    if (!small)
        return small.error();
    const auto sorted = [&](const Clause &text) -> Result<FirstRows> {
        const auto rows = run(found(text, most));
        if (!rows)
            return rows.error();
        return FirstRows{*rows, rows->size() < most};
    };
    if (*small)
        return sorted(byLetters());
    if (m_needle.size() < trigram)
        return walked(byLetters(), textScan, most);
    // Asked once: a long word of frequent trigrams takes the index longer than all that follows.
    const auto hits = hitsUpTo(manyHits + 1);
    if (!hits)
        return hits.error();
    if (hits->size() <= fewHits)
        return sorted(among(*hits));
    return hits->size() > manyHits ? walked(byLetters(), textScan, most) : walked(among(*hits), hitScan, most);
}

//! A walk that is cut short, in the order of the query.
Result<FirstRows> KeySelection::walked(const Clause &text, qint64 scan, qsizetype most) const
{
    if (m_query.sort == KeyQuery::Sort::Status)
        return walkRanks(text, scan, most);
    const auto rows = run(walk(text, scan, most));
    if (!rows)
        return rows.error();
    return FirstRows{*rows, false};
}

Result<QList<qint64>> KeySelection::all(qsizetype most) const
{
    if (m_needle.isEmpty()) {
        const auto rows = plain(unbounded, most);
        if (!rows)
            return rows.error();
        return rows->rows;
    }
    const auto small = isSmall();
    if (!small)
        return small.error();
    if (*small)
        return run(found(byLetters(), most));
    if (m_needle.size() < trigram) {
        const auto whole = walked(byLetters(), unbounded, most);
        return whole ? Result<QList<qint64>>(whole->rows) : whole.error();
    }
    const auto hits = hitsUpTo(few + 1);
    if (!hits)
        return hits.error();
    if (hits->size() <= few)
        return run(found(among(*hits), most));
    return run(m_query.sort == KeyQuery::Sort::Status ? found(byWords(), most) : walk(byWords(), unbounded, most));
}

} // namespace core
