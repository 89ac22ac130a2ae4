#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <optional>

namespace gateway::store {

class Database;

//! A person's personal token (legacy): found by its hash, readable again from its sealed form.
struct PersonalToken {
    QString userId;
    QByteArray hash;
    QByteArray sealed;
    QDateTime createdAt;
    QString replacedBecause; //!< "password", "sign_out_everywhere", "rotated"; empty for the first
};

class Tokens {
public:
    explicit Tokens(Database &database) : m_database(database) {}

    std::optional<PersonalToken> ofUser(const QString &userId) const;
    //! Whose token this is; empty: nobody's.
    QString userOf(const QByteArray &hash) const;
    //! Within a Change.
    void put(const PersonalToken &token);
    void forget(const QString &userId);
    bool any() const;

private:
    Database &m_database;
};

} // namespace gateway::store
