#pragma once

#include <QDateTime>
#include <QString>
#include <optional>

namespace gateway::store {

class Database;

struct User {
    QString id;
    QString email;
    QString name;
    QString password; //!< argon2id in PHC form
};

class Users {
public:
    explicit Users(Database &database) : m_database(database) {}

    std::optional<User> byEmail(const QString &email) const;
    std::optional<User> byId(const QString &id) const;
    //! Within a Change.
    void add(const User &user, const QDateTime &now);
    void setPassword(const QString &id, const QString &phc);

    //! What an email is compared by.
    static QString folded(const QString &email);

private:
    std::optional<User> one(const QString &condition, const QString &value) const;

    Database &m_database;
};

} // namespace gateway::store
