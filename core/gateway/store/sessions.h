#pragma once

#include <QDateTime>
#include <QList>
#include <QString>
#include <chrono>
#include <optional>

namespace gateway::store {

class Database;

//! A person's sign-in on one device. Its token is stored as SHA-256 only.
struct Session {
    QString id;
    QString userId;
    QDateTime createdAt;
    QDateTime expiresAt;
    QDateTime seenAt;
    QDateTime confirmedAt; //!< when the password was proved last
    QString address;
    QString userAgent;
};

class Sessions {
public:
    static constexpr std::chrono::hours sliding{12};
    static constexpr std::chrono::hours longest{30 * 24};

    explicit Sessions(Database &database) : m_database(database) {}

    //! Also one whose time is over.
    std::optional<Session> byToken(const QByteArray &tokenHash) const;
    QList<Session> ofUser(const QString &userId, const QDateTime &now) const;

    //! The following within a Change.
    void add(const Session &session, const QByteArray &tokenHash);
    //! Slides the expiry: 12 h from now, but never later than 30 days from the start.
    void touch(const Session &session, const QString &address, const QDateTime &now);
    void confirm(const QString &id, const QDateTime &now);
    //! Whether there was such a session of that user.
    bool end(const QString &userId, const QString &id);
    //! All of the user's, but the one that is kept (empty: none is). How many there were.
    qint64 endAll(const QString &userId, const QString &kept = {});
    //! Forgets what has been over for 30 days.
    void purge(const QDateTime &now);

    static QDateTime expiry(const QDateTime &createdAt, const QDateTime &now);

private:
    Database &m_database;
};

} // namespace gateway::store
