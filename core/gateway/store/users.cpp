#include "core/gateway/store/users.h"

#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::store {

QString Users::folded(const QString &email)
{
    return email.trimmed().toCaseFolded();
}

std::optional<User> Users::one(const QString &condition, const QString &value) const
{
    auto rows = m_database.select(u"SELECT id, email, name, password FROM users WHERE "_s + condition, {value});
    if (!rows.next())
        return std::nullopt;
    return User{rows.text(0), rows.text(1), rows.text(2), rows.text(3)};
}

std::optional<User> Users::byEmail(const QString &email) const
{
    return one(u"folded_email = ?"_s, folded(email));
}

std::optional<User> Users::byId(const QString &id) const
{
    return one(u"id = ?"_s, id);
}

void Users::add(const User &user, const QDateTime &now)
{
    m_database.run(
        u"INSERT INTO users (id, email, folded_email, name, password, created_at) VALUES (?, ?, ?, ?, ?, ?)"_s,
        {user.id, user.email, folded(user.email), user.name, user.password, stamp(now)});
}

void Users::setPassword(const QString &id, const QString &phc)
{
    m_database.run(u"UPDATE users SET password = ? WHERE id = ?"_s, {phc, id});
}

} // namespace gateway::store
