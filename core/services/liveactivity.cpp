#include "core/services/liveactivity.h"

#include "core/base/log.h"
#include "core/services/directory.h"
#include "core/services/keysync.h"
#include "core/services/sessions.h"

#include <QRandomGenerator>
#include <algorithm>

using namespace std::chrono_literals;

namespace core {

namespace {

constexpr std::chrono::milliseconds firstPause = 500ms;
constexpr int mostDoublings = 6; // 32 s

//! At random, so that not everybody comes back at once.
std::chrono::milliseconds pauseAfter(int failures)
{
    const auto most = firstPause * (1 << std::clamp(failures - 1, 0, mostDoublings));
    return std::chrono::milliseconds(most.count() / 2 +
                                     QRandomGenerator::global()->bounded(static_cast<qint64>(most.count() / 2)));
}

} // namespace

LiveActivity::LiveActivity(Sessions &sessions, Directory &directory, KeySync &sync, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_sync(sync)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LiveActivity::connectNow);
    connect(&m_sync, &KeySync::followed, this, &LiveActivity::follow);
    connect(&m_sessions, &Sessions::accountChanged, this, &LiveActivity::accountChanged);
}

LiveActivity::~LiveActivity() = default;

void LiveActivity::follow(qint64 organization)
{
    if (organization == m_organization)
        return;
    m_organization = organization;
    m_lastId.clear();
    m_failures = 0;
    disconnectNow();
    const auto known = m_directory.organization(organization);
    m_accountId = known ? known->accountId : QString();
    connectNow();
}

void LiveActivity::disconnectNow()
{
    m_again.stop();
    // It may be the one that calls.
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream.release()->deleteLater();
    }
    setConnected(false);
}

void LiveActivity::connectNow()
{
    const auto known = m_directory.organization(m_organization);
    auto *backend = known ? m_sessions.backend(known->accountId) : nullptr;
    // Not signed in (yet): `accountChanged` comes back to it.
    if (m_stream || backend == nullptr || !backend->hasSession())
        return;
    m_again.stop();
    m_stream = backend->stream(known->organization.id, m_lastId);
    connect(m_stream.get(), &ActivityStream::began, this, &LiveActivity::began);
    connect(m_stream.get(), &ActivityStream::got, this, &LiveActivity::got);
    connect(m_stream.get(), &ActivityStream::ended, this, &LiveActivity::ended);
}

void LiveActivity::began()
{
    m_failures = 0;
    setConnected(true);
    // Where there is no place to go on from, the stream begins now.
    if (m_lastId.isEmpty())
        Q_EMIT missed(m_organization);
}

void LiveActivity::got(const StreamNews &news)
{
    const auto organization = m_organization;
    m_lastId = news.lastId;
    if (news.reset) {
        m_sync.noteChange(organization);
        Q_EMIT missed(organization);
    }
    if (!news.keys.isEmpty())
        m_sync.noteChange(organization);
    if (!news.events.isEmpty())
        Q_EMIT happened(organization, news.events);
}

void LiveActivity::ended(const Error &error)
{
    disconnectNow();
    if (error.kind == Error::Kind::Unauthorized)
        return m_sessions.noteOutcome(m_accountId, error); // signing in brings it back
    if (error.kind == Error::Kind::NotFound) {
        m_sync.synchronize(m_organization); // which forgets the organization, or knows better
    } else if (error.kind == Error::Kind::Protocol) {
        qCWarning(logServices) << "The stream of an organization is not understood:" << error.detail;
        m_lastId.clear(); // what is not understood must not come again and again
    }
    m_again.start(std::max<std::chrono::milliseconds>(pauseAfter(++m_failures), error.retryAfter));
}

void LiveActivity::accountChanged(const QString &accountId)
{
    if (accountId != m_accountId)
        return;
    const auto account = m_sessions.account(accountId);
    if (account && account->state == Account::State::SignedIn)
        connectNow();
    else if (account && account->state == Account::State::SignedOut)
        disconnectNow();
}

void LiveActivity::setConnected(bool isConnected)
{
    if (std::exchange(m_isConnected, isConnected) != isConnected)
        Q_EMIT connectedChanged(isConnected);
}

} // namespace core
