#include "core/services/codesignin.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace core {

namespace {

//! RFC 8628, 3.5: what a "slow down" adds to every pause from then on.
constexpr auto slowDown = 5s;

} // namespace

CodeSignIn::CodeSignIn(Sessions &sessions, const ServerPlace &server, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_server(server)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &CodeSignIn::ask);
}

void CodeSignIn::start()
{
    whenDone(m_sessions.askForCode(m_server), this, [this](const Result<BrowserCode> &code) {
        if (!code) {
            Q_EMIT failed(code.error());
            return;
        }
        m_code = *code;
        m_end.setRemainingTime(m_code.lifetime);
        m_pause.start(m_code.interval);
        Q_EMIT codeKnown(m_code);
    });
}

void CodeSignIn::ask()
{
    if (m_end.hasExpired()) {
        Q_EMIT failed(Error{Error::Kind::TimedOut, u"the code is over"_s});
        return;
    }
    whenDone(m_sessions.signInByCode(m_server, m_code), this,
             [this](const Result<QString> &account) { asked(account); });
}

void CodeSignIn::asked(const Result<QString> &account)
{
    if (account) {
        Q_EMIT signedIn(*account);
        return;
    }
    using Kind = Error::Kind;
    const auto kind = account.error().kind;
    if (kind == Kind::RateLimited)
        m_code.interval += slowDown;
    // A network that comes and goes ends nothing: the person may still be in the browser.
    const bool isOpen = kind == Kind::InProgress || kind == Kind::RateLimited || kind == Kind::Offline ||
                        kind == Kind::OutcomeUnknown || kind == Kind::Unavailable;
    if (isOpen)
        m_pause.start(m_code.interval);
    else
        Q_EMIT failed(account.error());
}

} // namespace core
