#pragma once

#include "core/domain/key.h"

#include <QDateTime>
#include <QString>

namespace gateway::store {

class Database;

//! Who did it.
struct Actor {
    enum class Kind { User, Key, System };
    Kind kind = Kind::System;
    QString id{};
    QString name{};
};

//! What happened, besides requests (those are CallLog's). Never holds a secret, a cookie or a query string.
struct Event {
    enum class Kind {
        KeyCreated,
        KeyRotated,
        KeyUpdated,
        KeyDisabled,
        KeyEnabled,
        KeyRevoked,
        KeyExpired,
        KeyRetired,
        SessionStarted,
        SessionFailed,
        SessionEnded,
        PasswordChanged,
        TokenReplaced
    };
    static QString wordFor(Kind kind);

    Kind kind;
    QString organizationId{}; //!< empty: belongs to none
    Actor actor{};
    QString keyId{};
    QString keyName{};
    QString keyHint{};
    QString method{};
    QString path{};
    int status = 0; //!< 0: no request was answered by it
    QString code{};
    QString address{};
    QString userAgent{};
    QString detail{};
};

class Activity {
public:
    explicit Activity(Database &database) : m_database(database) {}

    //! Within the Change that it tells of: no event, no change.
    void write(const Event &event, const QDateTime &at);

private:
    Database &m_database;
};

} // namespace gateway::store
