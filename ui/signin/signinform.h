#pragma once

#include "core/domain/capabilities.h"
#include "core/services/sessions.h"
#include "ui/kit/panel.h"

#include <QTimer>
#include <chrono>
#include <optional>

class QLineEdit;

namespace core {
class BrowserSignIn;
} // namespace core

namespace ui {

class BrowserBox;
class Button;
class Field;
class GatewayField;
class NoticeBar;
class PasswordEdit;
class PlainLabel;
class SignInCodeBox;

//! Gateway, email and password, or the browser where the gateway offers it. What is wrong is said at its field; the
//! password is wiped from it as soon as it is sent.
class SignInForm : public Panel {
    Q_OBJECT

public:
    //! \a keptWhere: the sentence about where the session will be kept.
    SignInForm(core::Sessions &sessions, core::BrowserSignIn &browser, const QString &keptWhere,
               QWidget *parent = nullptr);

    void prefill(const QString &gateway, const QString &email);

Q_SIGNALS:
    void signedIn(const QString &accountId);
    void busyChanged(bool busy);
    void secondFactorWanted(); //!< the password was right

private:
    void layOut(const QString &keptWhere);
    void connectBrowser();
    bool isComplete();
    void submit();
    void signIn(core::BackendKind kind, const QString &email, const core::Secret &password);
    void setBusy(bool busy);
    void setInBrowser(bool inBrowser);
    void showParts();
    void fail(const core::Error &error);
    void failInBrowser(const core::Error &error);
    void failAtPassword(const QString &words);
    void startWaiting(std::chrono::seconds time);
    void tick();
    void showFacts(const core::ServerFacts &facts);

    core::Sessions &m_sessions;
    GatewayField *m_gateway;
    QLineEdit *m_email;
    PasswordEdit *m_password;
    Field *m_emailField;
    Field *m_passwordField;
    NoticeBar *m_notice;
    Button *m_signIn;
    BrowserBox *m_browser;
    SignInCodeBox *m_code;
    std::optional<core::BackendKind> m_kind; //!< of what answers at the address; not set until that is known
    PlainLabel *m_kept;
    QTimer m_second;
    qint64 m_waitUntil = 0; //!< of a monotonic clock, in ms: a gateway wants no more attempts before
    bool m_busy = false;
    bool m_inBrowser = false;
    bool m_takesPasswords = true;
};

} // namespace ui
