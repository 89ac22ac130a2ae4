#pragma once

#include "core/gateway/store/store.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gateway::api {

//! Threads that each own a connection, and the bounded queue of what they have to do.
class Workers {
public:
    using Job = std::function<void(store::Database &database)>;

    Workers(store::Store &store, unsigned threads, std::size_t mostWaiting);
    //! Stops.
    ~Workers();
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    //! From any thread. False where too many wait already, or after `stop`: the job is dropped.
    bool post(Job job);
    //! Finishes what is in the queue, then returns. May be called twice.
    void stop();

private:
    void run();

    store::Store &m_store;
    const std::size_t m_mostWaiting;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace gateway::api
