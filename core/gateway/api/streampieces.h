#pragma once

#include "core/gateway/api/cursors.h"

#include <QDateTime>
#include <QString>
#include <memory>
#include <string>

namespace gateway::store {
class Database;
}

namespace gateway::api {

//! How far a listener has been told: every event up to this number, and every key up to this change.
struct StreamPlace {
    qint64 event = 0;
    qint64 change = 0;
    auto operator<=>(const StreamPlace &) const = default;
};

//! What comes next in a stream, ready to be sent to everybody who is at the same place.
struct StreamPiece {
    std::shared_ptr<const std::string> bytes; //!< empty: nothing has happened
    StreamPlace end;
    bool more = false; //!< there is more than one piece should hold
};

//! Writes Server-Sent Events from the database. For one thread.
class StreamPieces {
public:
    StreamPieces(store::Database &database, const Cursors &cursors) : m_database(database), m_cursors(cursors) {}

    //! Where somebody begins who has heard nothing yet.
    StreamPlace newest(const QString &organizationId) const;
    //! Where somebody goes on who was told \a id last. A place that is lost (and so is answered with `reset`) where
    //! that was not by this gateway, or where what followed is not kept any more.
    StreamPlace after(const QString &organizationId, const QString &id) const;
    //! What followed on \a from. Nothing where the database failed (and says so).
    StreamPiece next(const QString &organizationId, const StreamPlace &from, const QDateTime &now) const;

private:
    bool isLost(const StreamPlace &place, const StreamPlace &newest) const;
    void appendChanges(const QString &organizationId, const QDateTime &now, std::string &out, StreamPiece &piece) const;
    void appendEvents(const QString &organizationId, qint64 newest, std::string &out, StreamPiece &piece) const;
    void append(std::string &out, const QString &organizationId, const StreamPlace &place, std::string_view event,
                const QJsonObject &data) const;

    store::Database &m_database;
    const Cursors &m_cursors;
};

//! The field that tells a listener the place. As it is used without an event: with the line that ends it.
std::string placeLine(const Cursors &cursors, const QString &organizationId, const StreamPlace &place);
//! The last event of a listener who may not listen any more: what a request would be refused with.
std::string sessionEnded(std::string_view code);

} // namespace gateway::api
