#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <chrono>
#include <optional>

namespace gateway::store {

class Database;

//! What a create, rotate or revoke answered, for when its request comes again.
struct StoredAnswer {
    QString userId;
    QString route;          //!< method and path
    QByteArray requestKey;  //!< hash of the Idempotency-Key
    QByteArray requestHash; //!< of the body
    QString keyId;
    int status = 0;
    QByteArray answer; //!< JSON without the secret
    QByteArray sealed; //!< the secret under the Idempotency-Key; empty: gone, or there never was one
    QDateTime createdAt;
};

class Answers {
public:
    static constexpr std::chrono::minutes secretLives{10};
    static constexpr std::chrono::hours answerLives{24};

    explicit Answers(Database &database) : m_database(database) {}

    std::optional<StoredAnswer> find(const QString &userId, const QString &route, const QByteArray &requestKey,
                                     const QDateTime &now) const;

    //! The following within a Change.
    void add(const StoredAnswer &answer);
    //! The secret has arrived: nobody gets it again.
    void eraseSecrets(const QString &keyId);
    void purge(const QDateTime &now);

private:
    Database &m_database;
};

} // namespace gateway::store
