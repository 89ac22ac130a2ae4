#include "core/storage/keyselection.h"

#include "core/storage/database.h"
#include "core/storage/statement.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qint64 unbounded = KeyClauses::unbounded;
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
// The trigram index knows words of three letters and more.
constexpr qsizetype trigram = 3;

} // namespace

KeySelection::KeySelection(const Database &database, const KeyQuery &query, std::function<bool()> stale)
    : m_database(database), m_query(query), m_clauses(query, stale != nullptr), m_stale(std::move(stale))
{
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
        if (const auto row = statement.integer(0); row != KeyClauses::breath)
            rows.append(row);
    }
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return rows;
}

//! Of each of \a segments; none: of everything.
Result<qint64> KeySelection::countUpTo(const Segments &segments, qint64 limit) const
{
    QList<Segments> parts{{}};
    if (!segments.isEmpty()) {
        parts.clear();
        for (const auto &segment : segments)
            parts.append({segment});
    }
    qint64 count = 0;
    for (const auto &part : std::as_const(parts)) {
        const auto found = run(m_clauses.count(part, limit));
        if (!found)
            return found.error();
        count += found->value(0);
    }
    return count;
}

Result<QList<qint64>> KeySelection::hitsUpTo(qint64 limit) const
{
    return run(m_clauses.hits(limit));
}

Result<bool> KeySelection::isSmall() const
{
    const auto count = countUpTo({}, few + 1);
    return count ? Result<bool>(*count <= few) : count.error();
}

//! One organization after the other, each in the order of its keys' names.
Result<FirstRows>
KeySelection::inTurn(qsizetype most,
                     const std::function<Result<FirstRows>(const KeySelection &one, qsizetype most)> &read) const
{
    const auto references = run(m_clauses.organizations());
    if (!references)
        return references.error();
    FirstRows first{{}, true};
    auto query = m_query;
    query.sort = KeyQuery::Sort::Name;
    for (const auto reference : *references) {
        query.organization = reference;
        const auto part = read(KeySelection(m_database, query, m_stale), most - first.rows.size());
        if (!part)
            return part;
        first.rows += part->rows;
        // Behind a part that was cut short nothing may follow: it would not be a beginning of the whole.
        first.complete = part->complete && first.rows.size() < most;
        if (!first.complete)
            break;
    }
    return first;
}

Result<FirstRows> KeySelection::walkRanks(const Clause &text, qint64 scan, qsizetype most) const
{
    FirstRows first{{}, true};
    const auto groups = m_clauses.ranks();
    for (const auto &rank : groups) {
        const auto found = run(m_clauses.walkRank(rank, text, scan, most - first.rows.size()));
        if (!found)
            return found.error();
        first.rows += *found;
        const auto size = countUpTo(rank, scan == unbounded ? 1 : scan + 1);
        if (!size)
            return size.error();
        first.complete = *size <= scan && first.rows.size() < most;
        if (!first.complete)
            break;
    }
    return first;
}

//! Without a text.
Result<FirstRows> KeySelection::plain(qint64 scan, qsizetype most) const
{
    if (m_clauses.isByOrganization())
        return inTurn(most, [scan](const KeySelection &one, qsizetype rest) { return one.plain(scan, rest); });
    const auto everything = KeyClauses::everything();
    const bool filtered = m_query.show != KeyQuery::Show::All;
    const bool byEnd = m_query.sort == KeyQuery::Sort::Status || m_query.sort == KeyQuery::Sort::Expires;
    if (m_query.sort == KeyQuery::Sort::Status || (filtered && byEnd))
        return walkRanks(everything, unbounded, most);
    if (filtered) {
        const auto count = countUpTo(m_clauses.segments(), few + 1);
        if (!count)
            return count.error();
        if (*count <= few) {
            const auto rows = run(m_clauses.gathered());
            if (!rows)
                return rows.error();
            return FirstRows{rows->mid(0, most), rows->size() <= most};
        }
    }
    const auto rows = run(m_clauses.walk(everything, filtered ? scan : unbounded, most));
    if (!rows)
        return rows.error();
    return FirstRows{*rows, rows->size() < most && (!filtered || scan == unbounded)};
}

Result<FirstRows> KeySelection::first(qsizetype most) const
{
    if (!hasText())
        return plain(filterScan, most);
    const auto small = isSmall();
    if (!small)
        return small.error();
    const auto sorted = [&](const Clause &text) -> Result<FirstRows> {
        const auto rows = run(m_clauses.found(text, most));
        if (!rows)
            return rows.error();
        return FirstRows{*rows, rows->size() < most};
    };
    if (*small)
        return sorted(m_clauses.byLetters());
    if (m_clauses.needle().size() < trigram)
        return walked(m_clauses.byLetters(), textScan, most);
    // Asked once: a long word of frequent trigrams takes the index longer than all that follows.
    const auto hits = hitsUpTo(manyHits + 1);
    if (!hits)
        return hits.error();
    if (hits->size() <= fewHits)
        return sorted(KeyClauses::among(*hits));
    return hits->size() > manyHits ? walked(m_clauses.byLetters(), textScan, most)
                                   : walked(KeyClauses::among(*hits), hitScan, most);
}

//! A walk over at most \a scan rows, in the order of the query.
Result<FirstRows> KeySelection::walked(const Clause &text, qint64 scan, qsizetype most) const
{
    if (m_query.sort == KeyQuery::Sort::Status)
        return walkRanks(text, scan, most);
    if (m_clauses.isByOrganization()) {
        return inTurn(most, [&text, left = scan](const KeySelection &one, qsizetype rest) mutable -> Result<FirstRows> {
            const auto size = left == unbounded ? Result<qint64>(0) : one.countUpTo({}, left + 1);
            const auto part = size ? one.walked(text, left, rest) : Result<FirstRows>(size.error());
            if (!part)
                return part;
            const bool whole = left == unbounded || *size <= left;
            if (left != unbounded)
                left = std::max(left - *size, qint64(0));
            return FirstRows{part->rows, whole && part->rows.size() < rest};
        });
    }
    const auto rows = run(m_clauses.walk(text, scan, most));
    if (!rows)
        return rows.error();
    return FirstRows{*rows, false};
}

Result<QList<qint64>> KeySelection::all(qsizetype most) const
{
    const auto rowsOf = [](const Result<FirstRows> &whole) {
        return whole ? Result<QList<qint64>>(whole->rows) : whole.error();
    };
    if (!hasText())
        return rowsOf(plain(unbounded, most));
    const auto small = isSmall();
    if (!small)
        return small.error();
    if (*small)
        return run(m_clauses.found(m_clauses.byLetters(), most));
    if (m_clauses.needle().size() < trigram)
        return rowsOf(walked(m_clauses.byLetters(), unbounded, most));
    const auto hits = hitsUpTo(few + 1);
    if (!hits)
        return hits.error();
    if (hits->size() <= few)
        return run(m_clauses.found(KeyClauses::among(*hits), most));
    const bool inGroups = m_query.sort == KeyQuery::Sort::Status || m_clauses.isByOrganization();
    const auto words = m_clauses.byWords();
    return run(inGroups ? m_clauses.found(words, most) : m_clauses.walk(words, unbounded, most));
}

} // namespace core
