#include "core/gateway/store/calllog.h"

#include "core/gateway/store/activitysearch.h"
#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

QString from(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

//! Method and path, where the route does not say them.
QVariant callOf(const check::RequestEvent &call)
{
    const auto &route = call.route;
    const bool isRoute = route.size() == call.method.size() + 1 + call.path.size() && route.starts_with(call.method) &&
                         route.ends_with(call.path);
    if (isRoute)
        return QVariant(QMetaType::fromType<QString>());
    return QString(from(call.method) + u' ' + from(call.path));
}

} // namespace

bool CallLog::write(std::span<const check::RequestEvent> calls, std::span<const check::CountedCalls> uncounted)
{
    return write(calls, uncounted, false);
}

bool CallLog::writeLast(std::span<const check::RequestEvent> calls)
{
    return write(calls, {}, true);
}

bool CallLog::write(std::span<const check::RequestEvent> calls, std::span<const check::CountedCalls> uncounted,
                    bool isLast)
{
    if (m_ready && !isLast && calls.empty() && uncounted.empty() && !isDue())
        return true;
    Change change(m_database);
    if (!m_ready)
        recover();
    m_number = newestEvent(m_database);
    for (const auto &call : calls)
        insert(call);
    if (!calls.empty())
        m_database.run(u"UPDATE activity_marks SET last_event = ?"_s, {m_number});
    m_waiting.add(uncounted);
    if (isLast || m_waiting.isDue())
        m_rollUps.write(m_waiting.take(isLast));
    m_waiting.save();
    if (isLast || m_rollUps.isDue())
        m_rollUps.write(m_number, isLast);
    // A failed Change leaves in mind what the database does not have.
    m_ready = change.commit();
    return m_ready;
}

//! Adds up what a program that ended too soon, or a Change that failed, left behind.
void CallLog::recover()
{
    m_words.forget();
    m_rollUps.reset();
    m_waiting.recover();
    m_insertion =
        m_database.prepared(u"INSERT INTO events (organization, number, at, shape, key, address, agent, call) "
                            "VALUES (:a, :b, :c, :d, :e, :f, :g, :h)"_s);
    auto rows = m_database.select(
        u"SELECT e.organization, e.number, e.at, e.key, e.address, e.agent, s.route, s.scope, s.status, s.code "
        "FROM (SELECT 0 AS number UNION ALL SELECT number FROM organizations) o JOIN events e ON "
        "e.organization = o.number AND e.number > (SELECT counted_event FROM activity_marks) AND e.actor_kind IS NULL "
        "JOIN shapes s ON s.number = e.shape ORDER BY e.number"_s);
    while (rows.next()) {
        const Owner owner{rows.integer(0), rows.integer(3)};
        const qint64 number = rows.integer(1);
        if (m_rollUps.isCounted(owner, number))
            continue;
        const qint64 at = rows.integer(2);
        const auto route = rows.text(6).toStdString();
        const auto scope = rows.text(7).toStdString();
        const auto code = rows.text(9).toStdString();
        const EventShape shape{
            .route = route, .scope = scope, .status = static_cast<int>(rows.integer(8)), .code = code};
        m_rollUps.note(owner, {number, at, rows.integer(4), rows.integer(5), m_words.shape(shape, at)});
    }
}

void CallLog::insert(const check::RequestEvent &call)
{
    const auto owner = Owner::of(call.key.get());
    const auto &shape =
        m_words.shape({.route = call.route, .scope = call.scope, .status = call.status, .code = call.code}, call.at);
    const auto address = m_words.text(call.address, call.at);
    const auto agent = m_words.text(call.userAgent, call.at);
    m_database.run(m_insertion, {owner.organization, ++m_number, qint64(call.at), qint64(shape.number),
                                 orNull(owner.key), orNull(address), orNull(agent), callOf(call)});
    m_rollUps.note(owner, {m_number, call.at, address, agent, shape});
}

} // namespace gateway::store
