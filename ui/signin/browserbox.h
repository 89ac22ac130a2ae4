#pragma once

#include "ui/signin/browserwait.h"

namespace core {
class BrowserSignIn;
}

namespace ui {

//! Signing in by the system's browser, which comes back to this computer by itself.
class BrowserBox : public BrowserWait {
    Q_OBJECT

public:
    explicit BrowserBox(core::BrowserSignIn &browser, QWidget *parent = nullptr);

    //! Whose sign-in the gateway offers, in its own words; empty: none, and there is nothing to be seen here.
    void setProvider(const QString &provider);
    void start(const core::ServerPlace &server) override;

protected:
    void giveUp() override;

private:
    void showWaiting();
    void showSigningIn();

    core::BrowserSignIn &m_browser;
    QString m_provider;
};

} // namespace ui
