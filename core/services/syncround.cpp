#include "core/services/syncround.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace core {

namespace {

constexpr std::chrono::milliseconds interval = 15s;
//! Where there are many organizations, no server is asked more often than this.
constexpr std::chrono::milliseconds forEach = 1s;
constexpr int mostDoublings = 4; // 4 min
//! Keys in use change all the time.
constexpr std::chrono::milliseconds soon = 1s;

//! Signing in, or being let in again, is what brings these back.
bool waitsForAPerson(Error::Kind kind)
{
    return kind == Error::Kind::Unauthorized || kind == Error::Kind::NotFound;
}

} // namespace

SyncRound::SyncRound(const QString &accountId, const QList<qint64> &organizations, QObject *parent)
    : QObject(parent), m_accountId(accountId), m_organizations(organizations)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SyncRound::start);
}

void SyncRound::start()
{
    m_timer.stop();
    m_waiting = m_organizations;
    next();
}

//! Where no pass begins, for want of a session, the others would not either.
void SyncRound::next()
{
    if (m_waiting.isEmpty())
        return;
    const auto organization = m_waiting.takeFirst();
    Q_EMIT due(organization);
    if (!m_underWay.contains(organization) && !m_timer.isActive())
        m_waiting.clear();
}

void SyncRound::wake()
{
    // What runs by its timer needs no push; what waits for the session, or longer and longer for the network, does.
    if (m_underWay.isEmpty() && (!m_timer.isActive() || m_failures > 0))
        start();
}

void SyncRound::noteChange()
{
    // A pass under way may have read already what changed now.
    m_isDueSoon = !m_underWay.isEmpty();
    if (m_timer.isActive() && m_timer.remainingTimeAsDuration() > soon)
        m_timer.start(soon);
}

void SyncRound::began(qint64 organization)
{
    m_timer.stop();
    m_underWay.insert(organization);
}

void SyncRound::ended(qint64 organization, const Result<> &result)
{
    m_underWay.remove(organization);
    if (!result) {
        // One organization that is lost says nothing of the others; a server that cannot be reached does.
        const bool lost = result.error().kind == Error::Kind::NotFound && m_organizations.size() > 1;
        if (!lost) {
            m_waiting.clear();
            if (m_outcome)
                m_outcome = result;
        }
    }
    if (!m_waiting.isEmpty())
        next();
    else if (m_underWay.isEmpty())
        rest();
}

void SyncRound::rest()
{
    const auto outcome = std::exchange(m_outcome, Result<>());
    const bool isDueSoon = std::exchange(m_isDueSoon, false);
    m_failures = outcome ? 0 : m_failures + 1;
    const auto least = std::max(interval, std::chrono::milliseconds(forEach * m_organizations.size()));
    auto pause = least * (1 << std::clamp(m_failures - 1, 0, mostDoublings));
    if (!outcome) {
        if (waitsForAPerson(outcome.error().kind))
            return;
        pause = std::max<std::chrono::milliseconds>(pause, outcome.error().retryAfter);
    }
    m_timer.start(outcome && isDueSoon ? soon : pause);
}

std::chrono::milliseconds SyncRound::pause() const
{
    return m_timer.isActive() ? m_timer.remainingTimeAsDuration() : 0ms;
}

} // namespace core
