#pragma once

#include "core/backend/backend.h"
#include "ui/kit/panel.h"

namespace core {
class Sessions;
}

namespace ui {

class Button;
class Field;
class NoticeBar;
class PasswordEdit;

//! The second step of a sign-in: the code of an authenticator, or one of those that were kept for the day it is lost.
class SecondFactorForm : public Panel {
    Q_OBJECT

public:
    explicit SecondFactorForm(core::Sessions &sessions, QWidget *parent = nullptr);

    //! Asks anew.
    void begin();

Q_SIGNALS:
    void signedIn(const QString &accountId);
    //! Hidden, by Back or with the page: nobody waits for a code any more.
    void left();

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void ask(core::SecondFactor factor);
    void submit();
    void setBusy(bool busy);
    void fail(const core::Error &error);

    core::Sessions &m_sessions;
    core::SecondFactor m_factor = core::SecondFactor::Authenticator;
    PasswordEdit *m_code;
    Field *m_field;
    NoticeBar *m_notice;
    Button *m_signIn;
    Button *m_other;
    Button *m_back;
};

} // namespace ui
