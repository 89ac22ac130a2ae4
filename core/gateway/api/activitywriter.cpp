#include "core/gateway/api/activitywriter.h"

#include "core/base/log.h"
#include "core/gateway/api/sweep.h"
#include "core/gateway/store/activity.h"
#include "core/gateway/store/answers.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/sessions.h"

namespace gateway::api {

namespace {

constexpr std::chrono::milliseconds beat{250};
constexpr int beatsToPurge = 240; // once a minute
//! So small that a change never waits long for its turn.
constexpr std::size_t batch = 2000;

} // namespace

ActivityWriter::ActivityWriter(store::Store &store, check::EventQueue &events, check::Checker &checker,
                               const core::Clock &clock)
    : m_store(store), m_events(events), m_checker(checker), m_clock(clock), m_thread([this] { run(); })
{
}

ActivityWriter::~ActivityWriter()
{
    stop();
}

void ActivityWriter::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void ActivityWriter::run()
{
    const auto connected = m_store.connect();
    if (!connected) {
        qCCritical(logGateway).noquote() << "the activity has no database:" << connected.error().detail;
        return;
    }
    auto &database = **connected;
    std::unique_lock lock(m_mutex);
    for (int beats = 0;; ++beats) {
        const bool stopping = m_wake.wait_for(lock, beat, [this] { return m_stopping; });
        lock.unlock();
        database.clearFault();
        writeCalls(database);
        if (stopping)
            return;
        sweepDueKeys(database, m_checker, m_clock.now());
        if (beats % beatsToPurge == 0)
            purge(database);
        lock.lock();
    }
}

void ActivityWriter::writeCalls(store::Database &database)
{
    for (;;) {
        if (m_unwritten.empty())
            m_unwritten = m_events.take(batch);
        if (m_unwritten.empty() || !store::Activity(database).writeCalls(m_unwritten))
            return;
        m_unwritten.clear();
    }
}

void ActivityWriter::purge(store::Database &database)
{
    const auto now = m_clock.now();
    store::Change change(database);
    store::Answers(database).purge(now);
    store::Sessions(database).purge(now);
    change.commit();
}

} // namespace gateway::api
