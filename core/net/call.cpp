#include "core/net/call.h"

#include "core/net/exchange.h"
#include "core/net/headers.h"

#include <QNetworkRequest>
#include <QRandomGenerator>

namespace core {

namespace {

// Few and short: a person is waiting, and whoever refreshes in the background comes again by itself.
constexpr int mostRepeats = 2;
constexpr std::chrono::seconds longestObeyed{5};

} // namespace

Call::Call(const HttpRequest &request, Network &network, QObject *parent)
    : QObject(parent), m_request(request), m_network(network)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Call::attempt);
}

Async<HttpReply> Call::start()
{
    attempt();
    return m_settle.operation();
}

void Call::attempt()
{
    auto *exchange = new Exchange(m_request, m_network.deadlines(), this);
    whenDone(exchange->send(m_network.managerFor(m_request), m_network.prepare(m_request)), this,
             [this, exchange](const Result<HttpReply> &outcome) {
                 exchange->deleteLater();
                 attempted(outcome);
             });
}

void Call::attempted(const Result<HttpReply> &outcome)
{
    if (outcome && !m_request.isForeign)
        m_network.note(*outcome);
    if (const auto pause = pauseAfter(outcome)) {
        ++m_repeated;
        return m_pause.start(*pause);
    }
    m_settle(outcome);
    deleteLater();
}

std::optional<std::chrono::milliseconds> Call::pauseAfter(const Result<HttpReply> &outcome) const
{
    if (m_request.verb != HttpRequest::Verb::Get || m_request.isForeign || m_repeated >= mostRepeats)
        return std::nullopt;
    if (!outcome) {
        if (outcome.error().kind != Error::Kind::Offline)
            return std::nullopt;
        const auto &limits = m_network.deadlines();
        return std::chrono::milliseconds(QRandomGenerator::global()->bounded(
            static_cast<qint64>(limits.shortestPause.count()), static_cast<qint64>(limits.longestPause.count())));
    }
    if (outcome->status != 429 && outcome->status != 503)
        return std::nullopt;
    const auto wanted = headers::retryAfter(outcome->header("retry-after"), m_network.now());
    return wanted && *wanted <= longestObeyed ? std::optional<std::chrono::milliseconds>(*wanted) : std::nullopt;
}

} // namespace core
