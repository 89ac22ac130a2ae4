#include "core/gateway/store/activitysearch.h"

#include "core/gateway/store/dailyuses.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/eventwords.h"

#include <QSet>
#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

using Clock = std::chrono::steady_clock;
using core::EventKind;
using Result = core::ActivityFilter::Result;

//! Numbers looked through by one statement: few at first, then as many as take a moment.
constexpr qint64 firstStep = 20000;
constexpr qint64 longestStep = 1000000;
constexpr std::chrono::milliseconds moment{10};
//! Spans that lie closer together are looked through as one.
constexpr qint64 smallGap = 2000;
//! Above which the contract allows an estimate.
constexpr qint64 mostCounted = 10000;

//! An SQL condition and the values in it.
struct Condition {
    QString sql{};
    QVariantList values{};

    void add(const QString &term, const QVariantList &with = {})
    {
        sql += u" AND "_s + term;
        values += with;
    }
};

//! Numbers from `first` to `last`.
struct Span {
    qint64 first = 0;
    qint64 last = 0;
};

QString like(const QString &text)
{
    auto escaped = text;
    escaped.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return u'%' + escaped + u'%';
}

class Search {
public:
    Search(Database &database, const ActivitySearch &search)
        : m_database(database),
          m_search(search),
          m_filter(search.filter),
          m_began(Clock::now()),
          m_before(search.before > 0 ? search.before : std::numeric_limits<qint64>::max())
    {
    }

    FoundEvents run()
    {
        if (!resolve())
            return {};
        FoundEvents found;
        const qint64 floor = searchesRequests() ? findRequests(found.events) : 0;
        if (searchesChanges())
            findChanges(found.events, floor);
        finish(found, floor);
        return found;
    }

private:
    qint64 number(const QString &sql, const QVariantList &values) const
    {
        auto rows = m_database.select(sql, values);
        return rows.next() ? rows.integer(0) : 0;
    }
    bool searchesRequests() const { return m_filter.kinds.isEmpty() || m_filter.kinds.contains(EventKind::Request); }
    bool searchesChanges() const
    {
        return m_filter.kinds != QList{EventKind::Request} && !m_search.outcome && m_filter.scope.isEmpty();
    }
    //! Whether the hourly counts tell how many there are.
    bool isCountable() const
    {
        return m_filter.scope.isEmpty() && m_filter.address.isEmpty() && m_filter.text.isEmpty() &&
               m_search.code.isEmpty() && searchesRequests();
    }
    bool isImpatient() const { return Clock::now() - m_began > m_search.patience; }

    //! What the names in the search stand for. False: there is no such thing, and so no event of it.
    bool resolve();
    void seekShapes();
    void seekText();
    void addTimes();
    QStringList counts() const;
    QList<Span> spans() const;
    qint64 findRequests(QList<NumberedEvent> &events);
    void findChanges(QList<NumberedEvent> &events, qint64 floor);
    void read(const QString &index, const Condition &condition, qsizetype most, QList<NumberedEvent> &events);
    void finish(FoundEvents &found, qint64 floor);
    qint64 countUpTo(const QString &index, const QString &term, const QVariantList &values) const;
    void count(FoundEvents &found) const;
    Condition hours() const;

    Database &m_database;
    const ActivitySearch &m_search;
    const core::ActivityFilter &m_filter;
    const Clock::time_point m_began;
    const qint64 m_before;
    qint64 m_organization = 0;
    qint64 m_key = 0;
    qint64 m_address = 0;
    qint64 m_scope = 0;
    qint64 m_counted = 0;   //!< up to where the roll-ups know the events
    qint64 m_keptSince = 0; //!< before it there are counts, but no events
    Condition m_condition;  //!< of all events
    Condition m_ofRequests; //!< and further
    Condition m_ofChanges;
    std::optional<QSet<int>> m_outcomes; //!< of the requests; none: all
};

bool Search::resolve()
{
    m_organization = number(u"SELECT number FROM organizations WHERE id = ?"_s, {m_search.organizationId});
    m_counted = number(u"SELECT counted_event FROM activity_marks"_s, {});
    m_keptSince = number(u"SELECT kept_since FROM activity_marks"_s, {});
    if (!m_filter.keyId.isEmpty()) {
        m_key = number(u"SELECT number FROM keys WHERE id = ? AND organization_id = ?"_s,
                       {m_filter.keyId, m_search.organizationId});
        m_condition.add(u"e.key = ?"_s, {m_key});
    }
    if (!m_filter.address.isEmpty()) {
        m_address = number(u"SELECT number FROM texts WHERE text = ?"_s, {m_filter.address});
        m_condition.add(u"e.address = ?"_s, {m_address});
    }
    if (!m_filter.scope.isEmpty())
        m_scope = number(u"SELECT number FROM texts WHERE text = ?"_s, {m_filter.scope});
    seekShapes();
    seekText();
    addTimes();
    const auto isUnknown = [](const QString &name, qint64 value) { return !name.isEmpty() && value == 0; };
    return !isUnknown(m_filter.keyId, m_key) && !isUnknown(m_filter.address, m_address) &&
           !isUnknown(m_filter.scope, m_scope);
}

void Search::seekShapes()
{
    Condition shape;
    if (!m_filter.kinds.isEmpty()) {
        QVariantList words;
        for (const auto kind : m_filter.kinds)
            words += core::wordFor(kind);
        shape.add(u"kind IN (%1)"_s.arg(QStringList(words.size(), u"?"_s).join(u',')), words);
    }
    if (m_filter.result != Result::Any)
        shape.add(m_filter.result == Result::Ok ? u"status < 400"_s : u"status >= 400"_s);
    if (m_search.outcome) {
        switch (*m_search.outcome) {
        case core::CallOutcome::Ok: shape.add(u"status < 400"_s); break;
        case core::CallOutcome::Unauthorized: shape.add(u"status = 401"_s); break;
        case core::CallOutcome::Forbidden: shape.add(u"status = 403"_s); break;
        case core::CallOutcome::Limited: shape.add(u"status = 429"_s); break;
        case core::CallOutcome::Other: shape.add(u"status >= 400 AND status NOT IN (401, 403, 429)"_s); break;
        }
    }
    if (!m_filter.scope.isEmpty())
        shape.add(u"scope = ?"_s, {m_filter.scope});
    if (!m_search.code.isEmpty())
        shape.add(u"code = ?"_s, {m_search.code});
    if (shape.sql.isEmpty())
        return;
    m_database.run(u"CREATE TEMP TABLE IF NOT EXISTS sought_shapes (number INTEGER PRIMARY KEY)"_s);
    m_database.run(u"DELETE FROM sought_shapes"_s);
    m_database.run(u"INSERT INTO sought_shapes SELECT number FROM shapes WHERE 1"_s + shape.sql, shape.values);
    m_condition.add(u"e.shape IN sought_shapes"_s);
    m_outcomes.emplace();
    auto rows = m_database.select(
        u"SELECT s.status FROM shapes s JOIN sought_shapes USING (number) WHERE s.kind = 'request'"_s);
    while (rows.next())
        m_outcomes->insert(static_cast<int>(core::outcomeOf(static_cast<int>(rows.integer(0)))));
}

//! What a text is in is looked up once, and not for each event.
void Search::seekText()
{
    if (m_filter.text.isEmpty())
        return;
    const auto pattern = like(m_filter.text);
    QStringList terms{u"e.call LIKE ? ESCAPE '\\'"_s};
    const auto seek = [&](const QString &table, const QString &query, const QStringList &columns) {
        m_database.run(u"CREATE TEMP TABLE IF NOT EXISTS %1 (number INTEGER PRIMARY KEY)"_s.arg(table));
        m_database.run(u"DELETE FROM "_s + table);
        const auto patterns = QVariantList(query.count(u'?'), pattern);
        if (m_database.run(u"INSERT INTO "_s + table + u' ' + query, patterns) == 0)
            return;
        for (const auto &column : columns)
            terms += column + u" IN "_s + table;
    };
    seek(u"sought_texts"_s, u"SELECT number FROM texts WHERE text LIKE ? ESCAPE '\\'"_s,
         {u"e.address"_s, u"e.agent"_s});
    seek(u"sought_words"_s,
         u"SELECT number FROM shapes WHERE route LIKE ? ESCAPE '\\' OR scope LIKE ? ESCAPE '\\' OR code LIKE ? "
         "ESCAPE '\\' OR kind LIKE ? ESCAPE '\\'"_s,
         {u"e.shape"_s});
    seek(u"sought_keys"_s, u"SELECT number FROM keys WHERE name LIKE ? ESCAPE '\\' OR hint LIKE ? ESCAPE '\\'"_s,
         {u"e.key"_s});
    m_ofRequests.add(u"("_s + terms.join(u" OR "_s) + u")"_s, {pattern});
    for (const auto &column : {u"e.actor_name"_s, u"e.key_name"_s, u"e.detail"_s})
        terms += column + u" LIKE ? ESCAPE '\\'"_s;
    m_ofChanges.add(u"("_s + terms.join(u" OR "_s) + u")"_s, QVariantList(4, pattern));
}

void Search::addTimes()
{
    if (m_filter.since.isValid())
        m_condition.add(u"e.at >= ?"_s, {stamp(m_filter.since)});
    if (m_filter.until.isValid())
        m_condition.add(u"e.at < ?"_s, {stamp(m_filter.until)});
}

//! The hours that may hold what is looked for.
Condition Search::hours() const
{
    Condition condition{u"h.organization = ? AND h.key = ?"_s, {m_organization, m_key}};
    const qint64 since = std::max(m_keptSince, m_filter.since.isValid() ? m_filter.since.toMSecsSinceEpoch() : 0);
    condition.add(u"h.hour >= ?"_s, {since / hourLength});
    if (m_filter.until.isValid())
        condition.add(u"h.hour <= ?"_s, {(m_filter.until.toMSecsSinceEpoch() - 1) / hourLength});
    return condition;
}

//! The columns that count what is looked for.
QStringList Search::counts() const
{
    static const QStringList columns{u"h.ok"_s, u"h.unauthorized"_s, u"h.forbidden"_s, u"h.limited"_s, u"h.other"_s};
    if (!m_outcomes)
        return columns;
    QStringList some;
    for (const int outcome : *m_outcomes)
        some += columns[outcome];
    return some.isEmpty() ? QStringList{u"0"_s} : some;
}

//! Where there may be requests, newest first.
QList<Span> Search::spans() const
{
    const qint64 newest = m_before - 1;
    const bool mayBeAnywhere = m_key == 0 && !m_outcomes && m_scope == 0 && m_address == 0 &&
                               !m_filter.since.isValid() && !m_filter.until.isValid();
    if (mayBeAnywhere)
        return {{1, newest}};
    auto condition = hours();
    condition.add(u"h.last_event IS NOT NULL AND h.first_event < ? AND "_s + counts().join(u" + "_s) + u" > 0"_s,
                  {m_before});
    for (const auto &[aspect, text] : {std::pair(Aspect::Scope, m_scope), std::pair(Aspect::Address, m_address)}) {
        if (text != 0) {
            condition.add(u"EXISTS (SELECT 1 FROM daily_uses d WHERE d.organization = h.organization AND d.key = h.key "
                          "AND d.day = h.hour / 24 AND d.aspect = ? AND d.text IN (?, 0))"_s,
                          {static_cast<int>(aspect), text});
        }
    }
    QList<Span> all;
    if (newest > m_counted)
        all += {m_counted + 1, newest};
    auto rows = m_database.select(u"SELECT h.first_event, h.last_event FROM hourly_counts h WHERE "_s + condition.sql +
                                      u" ORDER BY h.hour DESC"_s,
                                  condition.values);
    while (rows.next()) {
        const Span next{rows.integer(0), std::min(rows.integer(1), newest)};
        if (!all.isEmpty() && next.last >= all.last().first - smallGap)
            all.last().first = std::min(all.last().first, next.first);
        else
            all += next;
    }
    return all;
}

//! Down to which number everything was looked through; 0: everything there is.
qint64 Search::findRequests(QList<NumberedEvent> &events)
{
    const qint64 top = number(u"SELECT MAX(number) FROM events WHERE organization = ?"_s, {m_organization});
    qint64 step = firstStep;
    for (auto span : spans()) {
        for (span.last = std::min(span.last, top); span.last >= span.first;) {
            const auto began = Clock::now();
            const qint64 first = std::max(span.first, span.last - step + 1);
            auto condition = m_condition;
            condition.add(u"e.actor_kind IS NULL AND e.number BETWEEN ? AND ?"_s + m_ofRequests.sql,
                          QVariantList{first, span.last} + m_ofRequests.values);
            read({}, condition, m_search.limit + 1 - events.size(), events);
            if (m_database.failed())
                return 0;
            if (events.size() > m_search.limit)
                return events.last().number;
            if (isImpatient())
                return first;
            if (Clock::now() - began < moment)
                step = std::min(2 * step, longestStep);
            span.last = first - 1;
        }
    }
    return 0;
}

void Search::findChanges(QList<NumberedEvent> &events, qint64 floor)
{
    auto condition = m_condition;
    condition.add(u"e.actor_kind IS NOT NULL AND e.number >= ? AND e.number < ?"_s + m_ofChanges.sql,
                  QVariantList{floor, m_before} + m_ofChanges.values);
    read(m_key != 0 ? u"events_key_changes"_s : u"events_changes"_s, condition, m_search.limit + 1, events);
    std::sort(events.begin(), events.end(), [](const auto &a, const auto &b) { return a.number > b.number; });
}

void Search::read(const QString &index, const Condition &condition, qsizetype most, QList<NumberedEvent> &events)
{
    auto rows = m_database.select(eventrow::selection(index) + u"WHERE e.organization = ?"_s + condition.sql +
                                      u" ORDER BY e.number DESC LIMIT ?"_s,
                                  QVariantList{m_organization} + condition.values + QVariantList{most});
    while (rows.next())
        events += eventrow::read(rows);
}

void Search::finish(FoundEvents &found, qint64 floor)
{
    if (found.events.size() > m_search.limit) {
        found.events.resize(m_search.limit);
        found.next = found.events.last().number;
    } else if (floor > 0) {
        found.next = floor;
        auto rows =
            m_database.select(u"SELECT at FROM events WHERE organization = ? AND number >= ? ORDER BY number LIMIT 1"_s,
                              {m_organization, floor});
        found.searchedUntil = rows.next() ? rows.time(0) : QDateTime();
    }
    count(found);
}

//! More than may be counted exactly is one more than that.
qint64 Search::countUpTo(const QString &index, const QString &term, const QVariantList &values) const
{
    auto condition = m_condition;
    condition.add(term, values);
    return number(u"SELECT COUNT(*) FROM (SELECT 1 FROM events e "_s + index + u" WHERE e.organization = ?"_s +
                      condition.sql + u" LIMIT ?)"_s,
                  QVariantList{m_organization} + condition.values + QVariantList{mostCounted + 1});
}

void Search::count(FoundEvents &found) const
{
    if (!isCountable()) {
        found.total = m_search.seen + found.events.size();
        found.totalIsEstimate = found.next != 0;
        return;
    }
    const auto condition = hours();
    found.total =
        number(u"SELECT SUM("_s + counts().join(u" + "_s) + u") FROM hourly_counts h WHERE "_s + condition.sql,
               condition.values);
    found.total += countUpTo(u"NOT INDEXED"_s, u"e.actor_kind IS NULL AND e.number > ?"_s, {m_counted});
    if (searchesChanges())
        found.total += countUpTo(u"INDEXED BY events_changes"_s, u"e.actor_kind IS NOT NULL"_s, {});
    const auto isWhole = [](const QDateTime &time) {
        return !time.isValid() || time.toMSecsSinceEpoch() % hourLength == 0;
    };
    found.totalIsEstimate = found.total > mostCounted || !isWhole(m_filter.since) || !isWhole(m_filter.until);
}

} // namespace

FoundEvents search(Database &database, const ActivitySearch &search)
{
    return Search(database, search).run();
}

qint64 newestEvent(Database &database)
{
    auto rows = database.select(u"SELECT last_event FROM activity_marks"_s);
    return rows.next() ? rows.integer(0) : 0;
}

QList<NumberedEvent> eventsAfter(Database &database, const QString &organizationId, qint64 number, int most)
{
    QList<NumberedEvent> events;
    auto rows = database.select(eventrow::selection() +
                                    u"WHERE e.organization = (SELECT number FROM organizations WHERE id = ?) AND "
                                    "e.number > ? ORDER BY e.number LIMIT ?"_s,
                                {organizationId, number, most});
    while (rows.next())
        events += eventrow::read(rows);
    return events;
}

} // namespace gateway::store
