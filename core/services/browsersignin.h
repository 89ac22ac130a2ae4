#pragma once

#include "core/base/async.h"
#include "core/base/pageopener.h"

#include <QObject>
#include <QUrl>
#include <chrono>
#include <memory>

namespace core {

class LoopbackReceiver;
class Sessions;
struct ServerPlace;

//! Signs in by the system's browser (RFC 8252): opens the gateway's page there and waits on a port of this computer for
//! the code that it brings back, which is worth nothing without the verifier that never leaves this program (RFC 7636).
//! One at a time: a new one ends the one that waits.
class BrowserSignIn : public QObject {
    Q_OBJECT

public:
    BrowserSignIn(Sessions &sessions, PageOpener open, std::chrono::milliseconds patience = std::chrono::minutes(5));
    ~BrowserSignIn() override;

    //! Ends as Sessions::signIn does. Cancelled; TimedOut where nobody came back; SignInFailed where the person
    //! or the gateway said no.
    Async<QString> start(const ServerPlace &server);
    //! Closes the port at once. Nothing once the browser has come back.
    void cancel();

    //! The browser, for other pages of a sign-in.
    const PageOpener &opener() const { return m_open; }
    //! What was opened; empty unless the browser is waited for.
    const QUrl &address() const { return m_address; }
    bool browserOpened() const { return m_opened; }

Q_SIGNALS:
    void cameBack(); //!< the browser, with a code; the gateway is being asked

private:
    void stopWaiting();

    Sessions &m_sessions;
    PageOpener m_open;
    std::chrono::milliseconds m_patience;
    std::unique_ptr<LoopbackReceiver> m_receiver;
    QUrl m_address;
    bool m_opened = false;
    quint64 m_turn = 0; //!< a redirect that came for an earlier one is dropped
};

} // namespace core
