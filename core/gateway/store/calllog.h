#pragma once

#include "core/gateway/check/eventqueue.h"

#include <QSqlQuery>
#include <QVariant>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace gateway::store {

class Database;
class Rows;

//! Writes the calls: an event for each, and from time to time what they add up to: counts by the hour and each key's
//! last use. For one thread, and the only one that writes calls.
class CallLog {
public:
    explicit CallLog(Database &database) : m_database(database) {}

    //! A batch, in one Change. Adds up, too, where that is little work or has waited for some time. False: nothing was
    //! written, and the same batch may come again.
    bool write(std::span<const check::RequestEvent> calls);
    //! The same, and adds up in any case.
    bool writeLast(std::span<const check::RequestEvent> calls);

private:
    using Clock = std::chrono::steady_clock;
    enum Outcome { Ok, Unauthorized, Forbidden, Limited, Other };
    struct Hour {
        std::array<qint64, Other + 1> counts{};
        qint64 lastEvent = 0;
    };
    //! What is known of a key that was used.
    struct Use {
        QVariant organization;
        QVariant id;
        QVariant name;
        QVariant hint;
        std::shared_ptr<const check::KeyFacts> facts; //!< which name and hint are from
        qint64 lastEvent = 0;
        std::map<qint64, Hour> hours; //!< what is not added up yet, by the hour's first millisecond
        qint64 at = 0;
        QVariant address;
        QVariant agent;
        qint64 toldMinute = -1; //!< in which the use last counted as a change of the key
    };
    //! A text that is often the same as in the event before.
    struct Word {
        std::string text;
        QVariant value;
        const QVariant &of(std::string_view now);
    };

    static Outcome outcomeOf(int status);
    void begin();
    void recover();
    Use &useOf(const std::string &id, const QString &organization);
    Use &useOf(const std::shared_ptr<const check::KeyFacts> &key);
    void note(Use &use, qint64 at, int status);
    void insert(const check::RequestEvent &call, std::span<const std::uint8_t, 10> random);
    bool isDue() const;
    void addUp();
    void addUpUse(Use &use, qint64 &changeNumber);
    bool finish(bool committed);

    Database &m_database;
    QSqlQuery m_insertion;
    QSqlQuery m_counting;
    QSqlQuery m_using;
    QSqlQuery m_telling;
    bool m_ready = false; //!< what is below agrees with the database
    qint64 m_number = 0;  //!< of the newest event
    std::unordered_map<std::string, Use> m_uses;
    std::vector<Use *> m_fresh; //!< those with something to add up
    Clock::time_point m_addedUp;
    Word m_method, m_path, m_code, m_address, m_agent, m_scope;
};

} // namespace gateway::store
