#include "core/gateway/api/workers.h"

#include "core/base/log.h"
#include "core/gateway/store/database.h"

namespace gateway::api {

Workers::Workers(store::Store &store, unsigned threads, std::size_t mostWaiting)
    : m_store(store), m_mostWaiting(mostWaiting)
{
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { run(); });
}

Workers::~Workers()
{
    stop();
}

bool Workers::post(Job job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_jobs.size() >= m_mostWaiting)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void Workers::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (auto &thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
}

void Workers::run()
{
    const auto database = m_store.connect();
    if (!database)
        qCCritical(logGateway).noquote() << "a worker has no database:" << database.error().detail;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
        if (m_jobs.empty())
            return;
        const auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        if (database) // else the job goes, and with it its Reply: that is a 503
            job(**database);
        lock.lock();
    }
}

} // namespace gateway::api
