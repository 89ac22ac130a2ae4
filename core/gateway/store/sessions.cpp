#include "core/gateway/store/sessions.h"

#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

const QString columns =
    u"SELECT id, user_id, created_at, expires_at, seen_at, confirmed_at, address, user_agent FROM sessions "_s;

Session read(const Rows &rows)
{
    return {rows.text(0), rows.text(1), rows.time(2), rows.time(3),
            rows.time(4), rows.time(5), rows.text(6), rows.text(7)};
}

qint64 seconds(std::chrono::seconds duration)
{
    return duration.count();
}

} // namespace

QDateTime Sessions::expiry(const QDateTime &createdAt, const QDateTime &now)
{
    return std::min(now.addSecs(seconds(sliding)), createdAt.addSecs(seconds(longest)));
}

std::optional<Session> Sessions::byToken(const QByteArray &tokenHash) const
{
    auto rows = m_database.select(columns + u"WHERE token_hash = ?"_s, {tokenHash});
    return rows.next() ? std::optional(read(rows)) : std::nullopt;
}

QList<Session> Sessions::ofUser(const QString &userId, const QDateTime &now) const
{
    QList<Session> sessions;
    auto rows = m_database.select(columns + u"WHERE user_id = ? AND expires_at > ? ORDER BY seen_at DESC, id"_s,
                                  {userId, stamp(now)});
    while (rows.next())
        sessions += read(rows);
    return sessions;
}

void Sessions::add(const Session &s, const QByteArray &tokenHash)
{
    m_database.run(u"INSERT INTO sessions (id, user_id, token_hash, created_at, expires_at, seen_at, confirmed_at, "
                   "address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                   {s.id, s.userId, tokenHash, stamp(s.createdAt), stamp(s.expiresAt), stamp(s.seenAt),
                    stamp(s.confirmedAt), s.address, s.userAgent});
}

void Sessions::touch(const Session &session, const QString &address, const QDateTime &now)
{
    m_database.run(u"UPDATE sessions SET seen_at = ?, expires_at = ?, address = ? WHERE id = ?"_s,
                   {stamp(now), stamp(expiry(session.createdAt, now)), address, session.id});
}

void Sessions::confirm(const QString &id, const QDateTime &now)
{
    m_database.run(u"UPDATE sessions SET confirmed_at = ? WHERE id = ?"_s, {stamp(now), id});
}

bool Sessions::end(const QString &userId, const QString &id)
{
    return m_database.run(u"DELETE FROM sessions WHERE user_id = ? AND id = ?"_s, {userId, id}) > 0;
}

qint64 Sessions::endAll(const QString &userId, const QString &kept)
{
    return m_database.run(u"DELETE FROM sessions WHERE user_id = ? AND id <> ?"_s, {userId, kept});
}

void Sessions::purge(const QDateTime &now)
{
    m_database.run(u"DELETE FROM sessions WHERE expires_at < ?"_s, {stamp(now.addSecs(-seconds(longest)))});
}

} // namespace gateway::store
