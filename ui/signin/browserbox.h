#pragma once

#include "core/base/error.h"

#include <QWidget>

class QUrl;

namespace core {
class BrowserSignIn;
}

namespace ui {

class Button;
class NoticeBar;
class PlainLabel;

//! Signing in by the system's browser: a button, and while the browser is waited for what to do there and the ways out.
class BrowserBox : public QWidget {
    Q_OBJECT

public:
    explicit BrowserBox(core::BrowserSignIn &browser, QWidget *parent = nullptr);

    //! Whose sign-in the gateway offers, in its own words; empty: none, and there is nothing to be seen here.
    void setProvider(const QString &provider);
    void start(const QUrl &gateway);

Q_SIGNALS:
    void wanted(); //!< the button
    void busyChanged(bool busy);
    void signedIn(const QString &accountId);
    void failed(const core::Error &error);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void layOut();
    void showWaiting();
    void showSigningIn();
    void setBusy(bool busy);

    core::BrowserSignIn &m_browser;
    QString m_provider;
    Button *m_start;
    QWidget *m_waiting;
    NoticeBar *m_notice;
    PlainLabel *m_what;
    Button *m_copy;
    Button *m_cancel;
};

} // namespace ui
