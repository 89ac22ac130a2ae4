#pragma once

#include "core/gateway/check/eventqueue.h"
#include "core/gateway/store/eventwords.h"
#include "core/gateway/store/rollups.h"
#include "core/gateway/store/waitingcounts.h"

#include <QSqlQuery>
#include <span>

namespace gateway::store {

class Database;

//! Writes the calls: an event for each, and from time to time what they add up to. For one thread, and the only one
//! that writes calls.
class CallLog {
public:
    explicit CallLog(Database &database)
        : m_database(database), m_words(database), m_rollUps(database), m_waiting(database)
    {
    }

    //! A batch, in one Change. Adds up, too, where that is little work or has waited for some time. False: nothing was
    //! written, and the same may come again. \a uncounted: calls that left no event.
    bool write(std::span<const check::RequestEvent> calls, std::span<const check::CountedCalls> uncounted = {});
    //! The same, and adds everything up.
    bool writeLast(std::span<const check::RequestEvent> calls);
    //! Whether something waits that the next write would add up, with calls or without.
    bool isDue() const { return m_rollUps.isDue() || m_waiting.isDue(); }

private:
    bool write(std::span<const check::RequestEvent> calls, std::span<const check::CountedCalls> uncounted, bool isLast);
    void recover();
    void insert(const check::RequestEvent &call);

    Database &m_database;
    EventWords m_words;
    RollUps m_rollUps;
    WaitingCounts m_waiting;
    QSqlQuery m_insertion;
    bool m_ready = false; //!< what is in mind agrees with the database
    qint64 m_number = 0;  //!< of the newest event
};

} // namespace gateway::store
