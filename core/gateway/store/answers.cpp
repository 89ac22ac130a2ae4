#include "core/gateway/store/answers.h"

#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

QDateTime before(const QDateTime &now, std::chrono::seconds age)
{
    return now.addSecs(-age.count());
}

} // namespace

std::optional<StoredAnswer> Answers::find(const QString &userId, const QString &route, const QByteArray &requestKey,
                                          const QDateTime &now) const
{
    auto rows = m_database.select(u"SELECT request_hash, key_id, status, answer, sealed, created_at FROM answers "
                                  "WHERE user_id = ? AND route = ? AND request_key = ? AND created_at > ?"_s,
                                  {userId, route, requestKey, stamp(before(now, answerLives))});
    if (!rows.next())
        return std::nullopt;
    StoredAnswer found{userId,
                       route,
                       requestKey,
                       rows.bytes(0),
                       rows.text(1),
                       static_cast<int>(rows.integer(2)),
                       rows.text(3).toUtf8(),
                       rows.bytes(4),
                       rows.time(5)};
    if (found.createdAt <= before(now, secretLives))
        found.sealed.clear();
    return found;
}

void Answers::add(const StoredAnswer &a)
{
    // One that outlived its day may still stand there until the next purge.
    m_database.run(u"DELETE FROM answers WHERE user_id = ? AND route = ? AND request_key = ?"_s,
                   {a.userId, a.route, a.requestKey});
    m_database.run(u"INSERT INTO answers (user_id, route, request_key, request_hash, key_id, status, answer, sealed, "
                   "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                   {a.userId, a.route, a.requestKey, a.requestHash, a.keyId, a.status, QString::fromUtf8(a.answer),
                    a.sealed.isEmpty() ? QVariant(QMetaType::fromType<QByteArray>()) : QVariant(a.sealed),
                    stamp(a.createdAt)});
}

void Answers::eraseSecrets(const QString &keyId)
{
    m_database.run(u"UPDATE answers SET sealed = NULL WHERE key_id = ?"_s, {keyId});
}

void Answers::purge(const QDateTime &now)
{
    m_database.run(u"UPDATE answers SET sealed = NULL WHERE sealed IS NOT NULL AND created_at <= ?"_s,
                   {stamp(before(now, secretLives))});
    m_database.run(u"DELETE FROM answers WHERE created_at <= ?"_s, {stamp(before(now, answerLives))});
}

} // namespace gateway::store
