#include "core/gateway/api/activitywriter.h"

#include "core/base/log.h"
#include "core/gateway/api/sweep.h"
#include "core/gateway/store/answers.h"
#include "core/gateway/store/calllog.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/sessions.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

//! Small steps while calls come, so that one step never keeps a call waiting long; few while there is nothing to do.
constexpr std::chrono::milliseconds busyBeat{50};
constexpr std::chrono::milliseconds idleBeat{250};
constexpr std::chrono::minutes purgeEvery{1};
//! There may be one for each key. Within a second, the beat before it is noticed included.
constexpr std::chrono::milliseconds uncountedEvery{750};
//! So small that a change never waits long for its turn.
constexpr std::size_t batch = 4000;
//! After so many the thread looks after its other tasks, too.
constexpr int batchesInATurn = 16;
constexpr int forgetEveryMinutes = 60;

} // namespace

ActivityWriter::ActivityWriter(store::Store &store, check::EventQueue &events, check::Checker &checker,
                               const core::Clock &clock, store::KeepingTimes keeping)
    : m_store(store), m_events(events), m_checker(checker), m_clock(clock), m_keeping(keeping), m_thread([this] {
          run();
      })
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
    // Events that the disk loses with the power are no loss of the keys': those commit in full, on connections of
    // their own.
    database.run(u"PRAGMA synchronous = NORMAL"_s);
    // The pages of the roll-ups are written again and again: rather in memory and in the log than in the file.
    database.run(u"PRAGMA wal_autocheckpoint = 4000"_s);
    database.run(u"PRAGMA cache_size = -8000"_s);
    store::CallLog log(database);
    store::Retention retention(database, m_keeping);
    std::chrono::steady_clock::time_point purged;
    auto beat = idleBeat;
    std::unique_lock lock(m_mutex);
    for (;;) {
        const bool stopping = m_wake.wait_for(lock, beat, [this] { return m_stopping; });
        lock.unlock();
        database.clearFault();
        beat = writeCalls(log, stopping);
        if (stopping)
            return;
        database.clearFault();
        sweepDueKeys(database, m_checker, m_clock.now());
        if (const auto now = std::chrono::steady_clock::now(); now - purged >= purgeEvery) {
            purge(database);
            purged = now;
        }
        database.clearFault();
        forgetOld(retention);
        lock.lock();
    }
}

//! When to look for more.
std::chrono::milliseconds ActivityWriter::writeCalls(store::CallLog &log, bool isLast)
{
    for (int batches = 0; isLast || batches < batchesInATurn; ++batches) {
        if (m_unwritten.empty())
            m_unwritten = m_events.take(batch);
        const auto now = std::chrono::steady_clock::now();
        if (m_uncounted.empty() && (isLast || now - m_tookUncounted >= uncountedEvery)) {
            m_uncounted = m_events.takeOverflow();
            m_tookUncounted = now;
        }
        const bool isRest = m_unwritten.empty() && m_uncounted.empty();
        const bool isWritten = isRest && isLast ? log.writeLast({}) : log.write(m_unwritten, m_uncounted);
        if (!isWritten || isRest)
            return batches > 0 || (isWritten && log.isDue()) ? busyBeat : idleBeat;
        m_unwritten = {};
        m_uncounted.clear();
    }
    return std::chrono::milliseconds(0);
}

//! A step at each turn, until nothing old is left for now.
void ActivityWriter::forgetOld(store::Retention &retention)
{
    const auto now = m_clock.now();
    if (!m_isForgetting) {
        if (m_forgetting.isValid() && now < m_forgetting.addSecs(forgetEveryMinutes * 60))
            return;
        m_forgetting = now;
    }
    m_isForgetting = retention.step(now);
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
