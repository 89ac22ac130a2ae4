#pragma once

#include "core/base/clock.h"
#include "core/gateway/check/checker.h"
#include "core/gateway/check/eventqueue.h"
#include "core/gateway/store/calllog.h"
#include "core/gateway/store/retention.h"
#include "core/gateway/store/store.h"

#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace gateway::api {

//! The thread that writes what the check left in its queue (at most a second behind; counts and last uses ten where
//! many keys are in use), that marks and purges what time has ended, and forgets old activity.
class ActivityWriter {
public:
    //! All outlive it.
    ActivityWriter(store::Store &store, check::EventQueue &events, check::Checker &checker, const core::Clock &clock,
                   store::KeepingTimes keeping);
    //! Stops.
    ~ActivityWriter();
    ActivityWriter(const ActivityWriter &) = delete;
    ActivityWriter &operator=(const ActivityWriter &) = delete;

    //! Writes what is left, then returns. May be called twice.
    void stop();

private:
    void run();
    std::chrono::milliseconds writeCalls(store::CallLog &log, bool isLast);
    void forgetOld(store::Retention &retention);
    void purge(store::Database &database);

    store::Store &m_store;
    check::EventQueue &m_events;
    check::Checker &m_checker;
    const core::Clock &m_clock;
    const store::KeepingTimes m_keeping;
    std::chrono::steady_clock::time_point m_tookUncounted;
    QDateTime m_forgetting; //!< when that last began
    bool m_isForgetting = false;
    std::span<const check::RequestEvent> m_unwritten; //!< a batch that the database did not take yet
    std::vector<check::CountedCalls> m_uncounted;     //!< likewise, without events
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace gateway::api
