#pragma once

#include "app/gateway/habits.h"
#include "core/base/result.h"
#include "core/domain/profile.h"
#include "core/gateway/store/activity.h"
#include "core/gateway/store/calllog.h"
#include "core/gateway/store/database.h"

#include <QDateTime>
#include <memory>
#include <random>
#include <vector>

//! A sample key as its traffic needs it; times are milliseconds since 1970, 0 where there is none.
struct TrafficKey {
    std::shared_ptr<const gateway::check::KeyFacts> facts;
    std::shared_ptr<const gateway::check::KeyFacts> previous{}; //!< the key that it replaced
    const Habit *habit = nullptr;
    double share = 1;   //!< of its organization, beside other organizations
    qint64 from = 0;    //!< made
    qint64 rotated = 0; //!< from then on `previous` loses its callers, one after the other
    qint64 ended = 0;   //!< refused from then on
    std::string endCode{};
    qint64 lastUse = 0;     //!< not called after that unless it has ended
    qint64 previousUse = 0; //!< by the caller that has not switched
};

//! Something else that happened.
struct PastEvent {
    QDateTime at;
    gateway::store::Event event;
};

//! Ninety days of the activity, written as the gateway itself would have: in the order of time, added up.
class Traffic {
public:
    Traffic(gateway::store::Database &database, const QList<core::Profile> &profiles, const QDateTime &now,
            quint64 seed);

    //! Exactly \a calls, and \a past in between.
    core::Result<> write(qint64 calls, const std::vector<TrafficKey> &keys, std::vector<PastEvent> past);

private:
    struct Choice {
        std::string method;
        std::string route; //!< method and pattern
        std::string scope;
        std::vector<std::string> paths;
    };
    //! A key with what it can ask for.
    struct Stream {
        const TrafficKey *key = nullptr;
        std::vector<Choice> own;
        std::vector<Choice> foreign;
    };
    using Calls = std::vector<gateway::check::RequestEvent>;

    Stream streamOf(const TrafficKey &key);
    Choice choiceOf(const core::Route &route);
    double weight(const Stream &stream, qint64 hour) const;
    void addHour(const Stream &stream, qint64 hour, qint64 count, Calls &calls);
    void addLastUses(const std::vector<Stream> &streams, qint64 hour, Calls &calls);
    gateway::check::RequestEvent call(const Stream &stream, std::size_t caller, qint64 at);
    const std::string &pathOf(const Choice &choice);
    std::size_t below(std::size_t end);
    bool happens(double probability);
    bool put(Calls &calls);
    bool flush();
    bool tellUntil(qint64 time);

    gateway::store::Database &m_database;
    const QList<core::Profile> &m_profiles;
    const qint64 m_now;
    std::mt19937_64 m_random;
    gateway::store::CallLog m_log;
    std::vector<PastEvent> m_past;
    std::size_t m_told = 0; //!< of them
    Calls m_calls;          //!< made, not written yet
};
