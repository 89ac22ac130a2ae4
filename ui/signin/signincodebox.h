#pragma once

#include "core/services/sessions.h"

#include <QPointer>
#include <QWidget>

namespace core {
class CodeSignIn;
}

namespace ui {

class Button;
class NoticeBar;
class PlainLabel;

//! Signing in by a code that is confirmed in a browser, on this computer or another: a button, and while it is waited
//! for the code, and the ways out.
class SignInCodeBox : public QWidget {
    Q_OBJECT

public:
    explicit SignInCodeBox(core::Sessions &sessions, QWidget *parent = nullptr);

    void setOffered(bool offered);
    void start(const core::ServerPlace &server);

Q_SIGNALS:
    void wanted(); //!< the button
    void busyChanged(bool busy);
    void signedIn(const QString &accountId);
    //! Forbidden: refused in the browser; TimedOut: nobody answered in time.
    void failed(const core::Error &error);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void layOut();
    void showCode(const core::BrowserCode &code);
    void openPage();
    void stop();

    core::Sessions &m_sessions;
    QPointer<core::CodeSignIn> m_running;
    QUrl m_page;
    Button *m_start;
    QWidget *m_waiting;
    NoticeBar *m_notice;
    PlainLabel *m_code;
    PlainLabel *m_what;
    Button *m_open;
    Button *m_cancel;
};

} // namespace ui
