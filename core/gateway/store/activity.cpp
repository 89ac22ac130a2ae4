#include "core/gateway/store/activity.h"

#include "core/gateway/store/database.h"
#include "core/gateway/store/eventwords.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr int longestAgent = 256;
constexpr int longestPath = 512;

const QString insertion =
    u"INSERT INTO events (organization, number, at, shape, key, address, agent, call, actor_kind, actor_id, "
    "actor_name, key_name, detail) VALUES (COALESCE((SELECT number FROM organizations WHERE id = ?), 0), ?, ?, ?, "
    "(SELECT number FROM keys WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)"_s;

} // namespace

void Activity::write(const Event &e, const QDateTime &at)
{
    auto marks = m_database.select(u"UPDATE activity_marks SET last_event = last_event + 1 RETURNING last_event"_s);
    const qint64 number = marks.next() ? marks.integer(0) : 0;
    const qint64 time = at.toMSecsSinceEpoch();
    EventWords words(m_database);
    const auto kind = core::wordFor(e.kind).toStdString();
    const auto code = e.code.toStdString();
    const auto shape = words.shape({.kind = kind, .status = e.status, .code = code}, time).number;
    const auto address = words.text(e.address.toStdString(), time);
    const auto agent = words.text(e.userAgent.left(longestAgent).toStdString(), time);
    const auto call = e.method.isEmpty() ? QString() : e.method + u' ' + e.path.left(longestPath);
    m_database.run(insertion, {e.organizationId, number, time, qint64(shape), e.keyId, orNull(address), orNull(agent),
                               orNull(call), core::wordFor(e.actor.kind), orNull(e.actor.id), orNull(e.actor.name),
                               orNull(e.keyName), orNull(e.detail)});
}

} // namespace gateway::store
