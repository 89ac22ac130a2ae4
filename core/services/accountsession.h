#pragma once

#include "core/services/sessions.h"

#include <QTimer>

namespace core {

//! One account's session, from the keychain to its end: the states of Account and what moves between them.
class AccountSession : public QObject {
    Q_OBJECT

public:
    //! \a backends must outlive it.
    AccountSession(const BackendMaker &backends, CredentialStore &credentials, const AccountRecord &record);

    const Account &account() const { return m_account; }
    const AccountRecord &record() const { return m_account.record; }
    Backend &backend() const { return *m_backend; }

    //! Reads the session from the keychain, where one was saved, and checks it.
    void resume();
    //! What KeychainStuck, or a session that is not kept, asks for: once more.
    void retryKeychain();
    //! Takes over what a sign-in brought; finishes when the keychain has answered, whatever it said.
    Async<> adopt(const AccountRecord &described, const SignedIn &session);
    //! See Sessions::noteOutcome.
    void noteOutcome(const std::optional<Error> &error);
    //! Ends the session at the gateway and takes it out of the keychain. `atGateway` is what the gateway said,
    //! `inKeychain` what the keychain did.
    struct Ending {
        std::optional<Error> atGateway{};
        std::optional<Error> inKeychain{};
    };
    Async<Ending> end();

Q_SIGNALS:
    void changed();
    void recordChanged();

private:
    void show(Account::State state, const std::optional<Error> &trouble = {});
    void gotSession(const Result<Secret> &session);
    void check();
    void checked(const Result<SignedIn> &session);
    void wentOffline(const Error &error);
    void ended();
    void moveTo(const QUrl &gateway);
    Async<> keep(const Secret &session);
    void kept(bool wasSaved, const Result<> &written);

    const BackendMaker &m_backends;
    CredentialStore &m_credentials;
    Account m_account;
    std::unique_ptr<Backend> m_backend;
    //! Calls under way may still refer to the backend of an earlier address.
    std::vector<std::unique_ptr<Backend>> m_retired;
    Secret m_held;   //!< the session as the keychain has it, or is to have it
    Secret m_unkept; //!< the session, while the keychain does not have it
    QTimer m_retry;
    std::chrono::milliseconds m_pause;
    quint64 m_turn = 0; //!< counts the sessions of this account; an answer about an earlier one is dropped
    bool m_leaving = false;
};

//! Takes a session that may still be alive out of the keychain, ending it at its gateway first. For an account that was
//! signed out while the keychain was locked.
Async<> removeOwed(const BackendMaker &backends, CredentialStore &credentials, const AccountRecord &record,
                   QObject *context);

} // namespace core
