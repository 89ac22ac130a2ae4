#include "core/gateway/store/tokens.h"

#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

std::optional<PersonalToken> Tokens::ofUser(const QString &userId) const
{
    auto rows =
        m_database.select(u"SELECT user_id, token_hash, sealed, created_at, replaced_because FROM personal_tokens "
                          "WHERE user_id = ?"_s,
                          {userId});
    if (!rows.next())
        return std::nullopt;
    return PersonalToken{rows.text(0), rows.bytes(1), rows.bytes(2), rows.time(3), rows.text(4)};
}

QString Tokens::userOf(const QByteArray &hash) const
{
    auto rows = m_database.select(u"SELECT user_id FROM personal_tokens WHERE token_hash = ?"_s, {hash});
    return rows.next() ? rows.text(0) : QString();
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
