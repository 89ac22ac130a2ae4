#include "core/services/browsersignin.h"

#include "core/base/crypto.h"
#include "core/base/identifiers.h"
#include "core/net/loopbackreceiver.h"
#include "core/services/sessions.h"

namespace core {

namespace {

QByteArray challengeOf(const Secret &verifier)
{
    return QByteArray::fromStdString(crypto::toBase64Url(crypto::sha256(verifier.reveal())));
}

} // namespace

BrowserSignIn::BrowserSignIn(Sessions &sessions, PageOpener open, std::chrono::milliseconds patience)
    : m_sessions(sessions), m_open(std::move(open)), m_patience(patience)
{
}

BrowserSignIn::~BrowserSignIn() = default;

Async<QString> BrowserSignIn::start(const ServerPlace &server)
{
    cancel();
    const auto verifier = newToken();
    const auto state = newToken();
    auto receiver = std::make_unique<LoopbackReceiver>(state, LoopbackLimits{.wait = m_patience});
    const auto redirect = receiver->listen();
    if (!redirect)
        return ready<QString>(redirect.error());
    const auto address = m_sessions.browserAddress(server, {*redirect, challengeOf(verifier), state});
    if (!address)
        return ready<QString>(address.error());

    const Settle<QString> settle;
    whenDone(receiver->code(), this, [this, server, verifier, settle, turn = m_turn](const Result<Secret> &code) {
        if (turn != m_turn)
            return settle(Error{Error::Kind::Cancelled});
        stopWaiting();
        if (!code)
            return settle(code.error());
        Q_EMIT cameBack();
        whenDone(m_sessions.finishBrowserSignIn(server, {*code, verifier}), this,
                 [settle](const Result<QString> &account) { settle(account); });
    });
    m_receiver = std::move(receiver);
    m_address = *address;
    m_opened = m_open(m_address);
    return settle.operation();
}

void BrowserSignIn::cancel()
{
    ++m_turn;
    stopWaiting();
}

void BrowserSignIn::stopWaiting()
{
    m_receiver.reset();
    m_address.clear();
    m_opened = false;
}

} // namespace core
