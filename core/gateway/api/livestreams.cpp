#include "core/gateway/api/livestreams.h"

#include "core/base/log.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/organizations.h"

namespace gateway::api {

namespace {

using SteadyClock = std::chrono::steady_clock;

//! How often the database is looked at, so what somebody hears is that much behind.
constexpr std::chrono::milliseconds beat{100};
constexpr std::chrono::milliseconds judgeEvery{500};
//! The contract's; in seconds.
constexpr qint64 silence = 15;
//! Who has more than this to take yet is not told more.
constexpr std::size_t mouthful = 64 * 1024;

//! What was committed by anybody, as a number that is another one afterwards.
qint64 versionOf(store::Database &database)
{
    auto rows = database.select(QStringLiteral("PRAGMA data_version"));
    return rows.next() ? rows.integer(0) : -1;
}

std::optional<Fault> lostAccess(store::Database &database, const LiveStreams::Listener &listener, const QDateTime &now)
{
    if (const auto lost = lostStanding(database, listener.standing, now))
        return lost;
    const bool member =
        store::Organizations(database).one(listener.organizationId, listener.standing.userId).has_value();
    return member ? std::nullopt : std::optional(Fault::NotFound);
}

} // namespace

LiveStreams::LiveStreams(store::Store &store, const Cursors &cursors, const core::Clock &clock)
    : m_store(store), m_cursors(cursors), m_clock(clock), m_thread([this] { run(); })
{
}

LiveStreams::~LiveStreams()
{
    stop();
}

LiveStreams::Room LiveStreams::enter(const QByteArray &credential, std::shared_ptr<Seat> &seat)
{
    const std::lock_guard lock(m_mutex);
    if (m_taken >= most)
        return Room::Full;
    auto &ofCredential = m_seats[credential];
    if (ofCredential >= mostOfCredential)
        return Room::CredentialFull;
    seat = std::make_shared<Seat>(*this, credential);
    ++ofCredential;
    ++m_taken;
    return Room::Free;
}

void LiveStreams::leave(const QByteArray &credential)
{
    const std::lock_guard lock(m_mutex);
    --m_taken;
    if (const auto found = m_seats.find(credential); --found->second == 0)
        m_seats.erase(found);
}

void LiveStreams::add(Listener listener)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return; // and with the listener its stream ends
        m_arrivals.push_back(std::move(listener));
    }
    m_wake.notify_all();
}

std::size_t LiveStreams::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_taken;
}

void LiveStreams::stop()
{
    close();
    if (m_thread.joinable())
        m_thread.join();
}

//! Nobody is added from now on; ends the streams that were not begun.
void LiveStreams::close()
{
    std::vector<Listener> late; // gives its seats back behind the lock
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    late.swap(m_arrivals);
    m_wake.notify_all();
}

void LiveStreams::run()
{
    const auto connected = m_store.connect();
    if (!connected) {
        qCCritical(logGateway).noquote() << "the streams have no database:" << connected.error().detail;
        return close();
    }
    auto &database = **connected;
    SteadyClock::time_point judged;
    while (await()) {
        database.clearFault();
        std::erase_if(m_hearings, [](const Hearing &hearing) { return !hearing.listener.stream->isOpen(); });
        if (const auto now = SteadyClock::now(); now - judged >= judgeEvery) {
            dismiss(database);
            judged = now;
        }
        if (const auto version = versionOf(database); version != m_version || m_behind) {
            tell(database);
            m_version = version;
        }
        breakSilence();
    }
    m_hearings.clear();
}

//! Until there may be something to do, and who came meanwhile has been let in. False: stopping.
bool LiveStreams::await()
{
    std::unique_lock lock(m_mutex);
    const auto isWanted = [this] { return m_stopping || !m_arrivals.empty(); };
    if (m_hearings.empty())
        m_wake.wait(lock, isWanted);
    else if (!m_hurried)
        m_wake.wait_for(lock, beat, isWanted);
    for (auto &listener : m_arrivals)
        m_hearings.push_back({std::move(listener), m_clock.now()});
    m_behind = m_behind || !m_arrivals.empty();
    m_arrivals.clear();
    return !m_stopping;
}

//! Tells those who may not listen any more so, and lets them go.
void LiveStreams::dismiss(store::Database &database)
{
    const auto now = m_clock.now();
    std::erase_if(m_hearings, [&](const Hearing &hearing) {
        const auto lost = lostAccess(database, hearing.listener, now);
        if (!lost || database.failed())
            return false;
        hearing.listener.stream->send(std::make_shared<const std::string>(sessionEnded(codeOf(*lost))));
        return true;
    });
}

void LiveStreams::tell(store::Database &database)
{
    const StreamPieces source(database, m_cursors);
    const auto now = m_clock.now();
    Pieces pieces;
    m_behind = m_hurried = false;
    for (auto &[listener, heardAt] : m_hearings) {
        if (listener.stream->waiting() >= mouthful) {
            m_behind = true;
            continue;
        }
        const auto [known, isNew] = pieces.try_emplace({listener.organizationId, listener.place});
        auto &piece = known->second;
        if (isNew)
            piece = source.next(listener.organizationId, listener.place, now);
        if (!piece.bytes->empty()) {
            listener.stream->send(piece.bytes);
            heardAt = now;
        }
        listener.place = piece.end;
        m_hurried = m_hurried || piece.more;
    }
    m_behind = m_behind || m_hurried || database.failed();
}

//! Also tells the place, which other organizations' events move on.
void LiveStreams::breakSilence()
{
    const auto now = m_clock.now();
    for (auto &[listener, heardAt] : m_hearings) {
        if (std::abs(heardAt.secsTo(now)) < silence)
            continue;
        listener.stream->send(
            std::make_shared<const std::string>(":\n" + placeLine(m_cursors, listener.organizationId, listener.place)));
        heardAt = now;
    }
}

} // namespace gateway::api
