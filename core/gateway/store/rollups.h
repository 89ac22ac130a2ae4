#pragma once

#include "core/gateway/check/callcounts.h"
#include "core/gateway/store/dailyuses.h"
#include "core/gateway/store/eventwords.h"
#include "core/gateway/store/owner.h"

#include <QSqlQuery>
#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace gateway::store {

class Database;

//! The calls added up, as they arrive: what is noted waits in memory, and is written within the caller's Change when it
//! is due. A key's counts, its organization's and the marks by which a program that ended too soon goes on are written
//! together.
class RollUps {
public:
    using Clock = std::chrono::steady_clock;

    struct Call {
        qint64 number = 0;
        qint64 at = 0;
        qint64 address = 0;
        qint64 agent = 0;
        EventWords::Shape shape{};
    };

    explicit RollUps(Database &database) : m_database(database), m_uses(database) {}

    //! Forgets what was not written.
    void reset();
    //! Calls come in the order of their numbers.
    void note(const Owner &owner, const Call &call);
    //! Whether an earlier program counted the owner's call of this number already.
    bool isCounted(const Owner &owner, qint64 number);
    bool isDue() const;
    //! Writes what is due, or everything. \a newest: the number of the newest event.
    void write(qint64 newest, bool everything);
    //! Calls of an hour that left no event, and so are in no list of daily_uses.
    struct Eventless {
        Owner owner;
        qint64 hour = 0; //!< by how many there were since 1970
        qint64 lastAt = 0;
        std::array<qint64, check::callOutcomes> counts{};
    };
    //! Writes them at once.
    void write(std::span<const Eventless> calls);

private:
    struct Hour {
        qint64 hour = 0;
        std::array<qint64, check::callOutcomes> counts{};
        qint64 first = 0;
        qint64 last = 0;
        void add(const Hour &other);
    };
    //! Calls that were the same in everything that daily_uses lists.
    struct Caller {
        qint64 day = 0;
        std::array<qint64, allAspects.size()> texts{};
        qint64 requests = 0;
        qint64 firstAt = 0;
        qint64 lastAt = 0;
    };
    struct Tally {
        Owner owner;
        std::vector<Hour> hours; //!< not written yet, as are callers
        std::vector<Caller> callers;
        qint64 first = 0; //!< of them
        Clock::time_point since;
        qint64 at = 0; //!< the last use
        qint64 address = 0;
        qint64 agent = 0;
        qint64 counted = -1;    //!< the newest number that was counted; -1: not looked up
        qint64 toldMinute = -1; //!< in which the use last counted as a change of the key
        qint64 lateMinute = -1; //!< in which a call without an event last was its last use
        DailyUses::Listed listed;
    };
    //! What a write adds to an organization.
    struct Sum {
        std::map<qint64, Hour> hours;
        DailyUses::Uses uses;
        std::vector<qint64> changedKeys;
    };

    Tally &tallyOf(const Owner &owner);
    void writeTally(Tally &tally, Sum &sum);
    void writeSum(qint64 organization, const Sum &sum);
    void writeHour(const Owner &owner, const Hour &hour);
    void tellChanges(qint64 organization, const std::vector<qint64> &keys);

    Database &m_database;
    DailyUses m_uses;
    QSqlQuery m_hour;
    QSqlQuery m_lastUse;
    QSqlQuery m_lateUse;                           //!< of which no more is known than when
    std::vector<std::unique_ptr<Tally>> m_tallies; //!< by key; there are as many numbers as keys
    std::size_t m_keysInMind = 0;
    std::deque<Tally *> m_fresh; //!< with something to write, the one that waits longest first
    std::size_t m_callers = 0;   //!< in all of them
    std::unordered_map<qint64, DailyUses::Listed> m_listed; //!< by organization
};

} // namespace gateway::store
