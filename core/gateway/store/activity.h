#pragma once

#include "core/domain/activity.h"

#include <QDateTime>
#include <QString>

namespace gateway::store {

class Database;

using Actor = core::EventActor;

//! What happened, besides requests (those are CallLog's). Never holds a secret, a cookie or a query string.
struct Event {
    using Kind = core::EventKind;

    Kind kind;
    QString organizationId{}; //!< empty: belongs to none
    Actor actor{};
    QString keyId{};
    QString keyName{}; //!< as it is at this time
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
