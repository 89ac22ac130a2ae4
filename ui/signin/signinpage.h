#pragma once

#include <QWidget>

namespace core {
class BrowserSignIn;
class CredentialStore;
class LocalGateway;
class Sessions;
} // namespace core

namespace ui {

//! Gateway, email, password; the gateway is checked live. Also: start the gateway of this computer.
class SignInPage : public QWidget {
    Q_OBJECT

public:
    SignInPage(core::Sessions &sessions, core::BrowserSignIn &browser, core::LocalGateway &local,
               const core::CredentialStore &credentials, QWidget *parent = nullptr);
    ~SignInPage() override;

    //! Fills in what is known of an account whose session has ended.
    void prefill(const QString &gateway, const QString &email);
    //! Starts the local gateway with sample organizations and signs in, without a question (`--demo`).
    void startDemo();
    //! A way back to the keys, where another account is signed in.
    void setCancellable(bool cancellable);

Q_SIGNALS:
    void signedIn(const QString &accountId);
    void cancelled();
    void watchWanted(); //!< without any gateway

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
