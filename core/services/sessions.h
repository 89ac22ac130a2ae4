#pragma once

#include "core/backend/backends.h"
#include "core/storage/settingsstore.h"

#include <QObject>

namespace core {

class CredentialStore;
class OrganizationCache;

//! One account as the window shows it.
struct Account {
    enum class State {
        Resuming, //!< the session is being read from the keychain or checked
        SignedIn,
        Offline,      //!< there is a session, and the gateway cannot be reached; `since` says since when
        SignedOut,    //!< no session: sign in again; the cache may still be shown
        KeychainStuck //!< the session may be in the keychain, which is locked, denied or silent; `trouble` says which
    };

    AccountRecord record;
    State state = State::Resuming;
    QDateTime since;
    std::optional<Error> trouble; //!< the keychain's, or while Offline what is wrong beyond a missing connection
    bool sessionKept = true;      //!< false: lives only until the program quits
};

//! A server as it is about to be signed in to.
struct ServerPlace {
    QUrl address;
    BackendKind kind = BackendKind::Gateway;
    bool local = false; //!< the gateway of this computer
    //! The account whose person is to sign in; anybody else is turned away. Empty: whoever comes.
    QString renews{};
};

//! Who is signed in where. Several accounts and gateways side by side; each has a backend bound to its origin.
class Sessions : public QObject {
    Q_OBJECT

public:
    Sessions(BackendMaker backends, CredentialStore &credentials, SettingsStore &settings,
             OrganizationCache &organizations, QObject *parent = nullptr);
    ~Sessions() override;

    QList<Account> accounts() const;
    std::optional<Account> account(const QString &accountId) const;
    //! Null for an account that is not known. Owned by Sessions.
    Backend *backend(const QString &accountId) const;

    //! Reachable, TLS, kind, name and version of what answers at \a address.
    Async<ServerFacts> probe(const QUrl &address);
    //! Signs in, adds the account (or renews it), and keeps the session in the keychain. A keychain that refuses does
    //! not undo the sign-in: the account says sessionKept = false and `trouble`. The value is the account's id.
    Async<QString> signIn(const ServerPlace &server, const QString &email, const Secret &password);
    //! Where at \a server the system's browser begins a sign-in. See BrowserSignIn.
    Result<QUrl> browserAddress(const ServerPlace &server, const BrowserRequest &request) const;
    //! Ends a sign-in by browser, as `signIn` does.
    Async<QString> finishBrowserSignIn(const ServerPlace &server, const BrowserAnswer &answer);
    //! The second step of a sign-in that ended in SecondFactorRequired. SignInFailed: a wrong code, to be tried again;
    //! Unauthorized: the first step is too long ago.
    Async<QString> proveSecondFactor(const Secret &code, SecondFactor factor);
    //! Forgets who waits for one. The server has no session of theirs yet that it could end.
    void dropSecondFactor();
    //! Begins a sign-in that is ended in the browser; see CodeSignIn.
    Async<BrowserCode> askForCode(const ServerPlace &server);
    //! Asks once whether it was. See Backend::signInByCode for what else it may say.
    Async<QString> signInByCode(const ServerPlace &server, const BrowserCode &code);
    //! Adds the account of the keys that are watched from here, unless it is there. The value is its id.
    QString watch();
    //! Reads every saved session from the keychain and checks it; progress by `accountChanged`.
    void resume();
    //! Once more: reads after KeychainStuck, writes where a session is not kept.
    void retryKeychain(const QString &accountId);
    //! Ends the session at the gateway first, then removes it from the keychain, then forgets the cache. The account is
    //! gone in any case; an error says what is owed: of kind Keychain…, that the entry could not be removed yet (it is
    //! tried again at the next start), of any other, that the gateway could not be told (the session ends there by
    //! itself).
    Async<> signOut(const QString &accountId);
    //! Proves the password again (CONFIRMATION_REQUIRED, and unlocking the window).
    Async<> confirm(const QString &accountId, const Secret &password);

    //! Services report what a call through this account's backend showed: Unauthorized ends the session, Offline marks
    //! it.
    void noteOutcome(const QString &accountId, const std::optional<Error> &error);

Q_SIGNALS:
    void accountsChanged(); //!< one came or went
    void accountChanged(const QString &accountId);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace core
