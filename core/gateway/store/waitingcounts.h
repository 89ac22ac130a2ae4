#pragma once

#include "core/gateway/check/callcounts.h"
#include "core/gateway/store/rollups.h"

#include <QSqlQuery>
#include <chrono>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace gateway::store {

class Database;

//! Calls that left no event, until they are added up: in memory, and as they stand in waiting_counts, so that a program
//! that ends too soon loses none. By shares of the keys, each written and added up as one, in the caller's Change.
class WaitingCounts {
public:
    using Clock = std::chrono::steady_clock;

    explicit WaitingCounts(Database &database) : m_database(database) {}

    //! What the database has takes the place of what is in memory.
    void recover();
    void add(std::span<const check::CountedCalls> calls);
    //! Whether some of it is little work or has waited for some time.
    bool isDue() const;
    //! The share that is due, or all of them; from then on they are the caller's to write.
    std::vector<RollUps::Eventless> take(bool everything);
    //! Writes what was added and not taken.
    void save();

private:
    struct Share {
        Clock::time_point since;
        std::map<std::pair<Owner, qint64>, RollUps::Eventless> calls; //!< by owner and hour
        bool isStored = false;                                        //!< some of it is in the database
        bool isSaved = false;                                         //!< all of it is
    };
    using Shares = std::map<qint64, Share>;

    void add(const RollUps::Eventless &calls);
    Shares::const_iterator oldest() const;

    Database &m_database;
    QSqlQuery m_saving;
    Shares m_shares;
    std::size_t m_rows = 0; //!< in all of them
};

} // namespace gateway::store
