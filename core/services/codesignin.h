#pragma once

#include "core/services/sessions.h"

#include <QDeadlineTimer>
#include <QTimer>

namespace core {

//! A sign-in by a code that a person confirms in the browser (RFC 8628): asks the server until it says yes or no, no
//! more often than it wants. Destroying it gives up.
class CodeSignIn : public QObject {
    Q_OBJECT

public:
    CodeSignIn(Sessions &sessions, const ServerPlace &server, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    //! Show the code and open its page.
    void codeKnown(const core::BrowserCode &code);
    void signedIn(const QString &accountId);
    //! Forbidden: the person refused in the browser; TimedOut: nobody answered in time.
    void failed(const core::Error &error);

private:
    void ask();
    void asked(const Result<QString> &account);

    Sessions &m_sessions;
    ServerPlace m_server;
    BrowserCode m_code;
    QTimer m_pause;
    QDeadlineTimer m_end;
};

} // namespace core
