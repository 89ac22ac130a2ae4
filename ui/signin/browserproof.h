#pragma once

#include "core/services/sessions.h"

#include <QWidget>

namespace core {
class BrowserSignIn;
}

namespace ui {

class BrowserBox;
class BrowserWait;
class NoticeBar;
class SignInCodeBox;

//! The person of an account proves again to be there, by the browser that they signed in with: no password of theirs
//! need be known to the server.
class BrowserProof : public QWidget {
    Q_OBJECT

public:
    BrowserProof(core::Sessions &sessions, core::BrowserSignIn &browser, QWidget *parent = nullptr);

    //! Whether it is for this account, and not its password.
    static bool serves(const core::AccountRecord &account);
    //! One that it serves.
    void setAccount(const core::AccountRecord &account);

Q_SIGNALS:
    void proved();

private:
    void connectWay(BrowserWait &way);
    void showFailure(const core::Error &error);

    core::ServerPlace m_server;
    QString m_email;
    NoticeBar *m_failure;
    BrowserBox *m_browser;
    SignInCodeBox *m_code;
};

} // namespace ui
