#pragma once

#include <QWidget>

namespace core {
class BrowserSignIn;
struct Error;
class Sessions;
} // namespace core

namespace ui {

class BrowserProof;
class Button;
class Field;
class LocalSession;
class NoticeBar;
class PasswordEdit;
class PlainLabel;

//! What stands there instead of everything else while the window is locked. Nothing of the organizations is on it.
class LockPage : public QWidget {
    Q_OBJECT

public:
    LockPage(core::Sessions &sessions, core::BrowserSignIn &browser, LocalSession &local, QWidget *parent = nullptr);

    //! Whose password unlocks, or whose sign-in by browser.
    void setAccount(const QString &accountId);

Q_SIGNALS:
    void unlocked();
    void signInWanted();

private:
    void tryUnlock();
    void settled(const core::Error *error);

    core::Sessions &m_sessions;
    LocalSession &m_local;
    QString m_accountId;
    bool m_isLocal = false;
    PlainLabel *m_who;
    PasswordEdit *m_password;
    Field *m_field;
    NoticeBar *m_failure;
    Button *m_unlock;
    BrowserProof *m_proof;
    Button *m_signIn;
};

} // namespace ui
