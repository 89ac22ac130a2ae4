#pragma once

#include "core/base/async.h"
#include "core/net/redirect.h"

#include <QList>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>
#include <chrono>

class QTcpSocket;

namespace core {

struct LoopbackLimits {
    std::chrono::milliseconds wait{std::chrono::minutes(5)}; //!< for the redirect
    std::chrono::milliseconds request{5000};                 //!< from the connection to the end of its answer
    qsizetype longestRequest = 32 * 1024;                    //!< browsers send the cookies of every port along
    qsizetype connections = 8;                               //!< at once; above that the oldest one goes
};

//! Where the system's browser brings a sign-in back to (RFC 8252, 7.3): a port of 127.0.0.1 and a path that nobody can
//! guess, open until one GET has come there with the right state, for as long as the limits say, or until this is
//! destroyed. Whatever else comes is refused and ends nothing: what is waited for cannot be guessed, and to give up
//! would let every program on this computer that sees the address stop a sign-in.
class LoopbackReceiver : public QObject {
    Q_OBJECT

public:
    explicit LoopbackReceiver(const Secret &state, const LoopbackLimits &limits = {}, QObject *parent = nullptr);
    ~LoopbackReceiver() override;

    //! Opens the port. The address that the server must redirect to.
    Result<QUrl> listen();
    //! The code that came; the server's error; TimedOut; Cancelled where this was destroyed before.
    Async<Secret> code() const { return m_code.operation(); }

private:
    void connected();
    void read(QTcpSocket &socket);
    void settle(const redirects::Redirect &redirect);

    LoopbackLimits m_limits;
    redirects::Expected m_expected;
    QTcpServer m_server;
    QList<QTcpSocket *> m_open; //!< whose request has not been answered, oldest first
    QTimer m_wait;
    Settle<Secret> m_code;
};

} // namespace core
