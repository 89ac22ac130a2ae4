#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QVariant>
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
    QDateTime usedAt{};      //!< to some minutes; invalid: never
};

class Tokens {
public:
    explicit Tokens(Database &database) : m_database(database) {}

    std::optional<PersonalToken> ofUser(const QString &userId) const;
    std::optional<PersonalToken> byHash(const QByteArray &hash) const;
    //! The following within a Change. A token that is put was never used.
    void put(const PersonalToken &token);
    void touch(const QString &userId, const QDateTime &now);
    void forget(const QString &userId);
    bool any() const;

private:
    std::optional<PersonalToken> where(const QString &column, const QVariant &value) const;

    Database &m_database;
};

} // namespace gateway::store
