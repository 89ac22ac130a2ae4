#pragma once

#include "core/base/async.h"
#include "core/services/localgateway.h"

#include <QObject>

namespace core {
class Sessions;
}

namespace ui {

//! Keeps the account at this computer's own gateway going. Nobody knows its password, so the app proves itself by the
//! program's own command line: at the start when the port has changed, when the session has ended, and when the gateway
//! asks for the password again.
class LocalSession : public QObject {
    Q_OBJECT

public:
    LocalSession(core::Sessions &sessions, core::LocalGateway &gateway, QObject *parent = nullptr);

    //! The account at the local gateway; empty where there is none.
    QString accountId() const;
    //! Starts the gateway where there is an account at it, then resumes every account.
    void resume();
    core::Async<> signIn();
    void start();
    void stop();

Q_SIGNALS:
    void failed(const core::Error &error);

private:
    core::Sessions &m_sessions;
    core::LocalGateway &m_gateway;
};

} // namespace ui
