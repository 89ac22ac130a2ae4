#include "core/gateway/store/tokens.h"

#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

std::optional<PersonalToken> Tokens::where(const QString &column, const QVariant &value) const
{
    auto rows = m_database.select(u"SELECT user_id, token_hash, sealed, created_at, replaced_because, used_at "
                                  "FROM personal_tokens WHERE %1 = ?"_s.arg(column),
                                  {value});
    if (!rows.next())
        return std::nullopt;
    return PersonalToken{rows.text(0), rows.bytes(1), rows.bytes(2), rows.time(3), rows.text(4), rows.time(5)};
}

std::optional<PersonalToken> Tokens::ofUser(const QString &userId) const
{
    return where(u"user_id"_s, userId);
}

std::optional<PersonalToken> Tokens::byHash(const QByteArray &hash) const
{
    return where(u"token_hash"_s, hash);
}

void Tokens::touch(const QString &userId, const QDateTime &now)
{
    m_database.run(u"UPDATE personal_tokens SET used_at = ? WHERE user_id = ?"_s, {stamp(now), userId});
}

void Tokens::put(const PersonalToken &token)
{
    m_database.run(u"DELETE FROM personal_tokens WHERE user_id = ?"_s, {token.userId});
    m_database.run(u"INSERT INTO personal_tokens (user_id, token_hash, sealed, created_at, replaced_because) "
                   "VALUES (?, ?, ?, ?, ?)"_s,
                   {token.userId, token.hash, token.sealed, stamp(token.createdAt), orNull(token.replacedBecause)});
}

void Tokens::forget(const QString &userId)
{
    m_database.run(u"DELETE FROM personal_tokens WHERE user_id = ?"_s, {userId});
}

bool Tokens::any() const
{
    auto rows = m_database.select(u"SELECT 1 FROM personal_tokens LIMIT 1"_s);
    return rows.next();
}

} // namespace gateway::store
