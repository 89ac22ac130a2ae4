#pragma once

#include "core/backend/browserrequest.h"
#include "core/base/async.h"
#include "core/base/secret.h"
#include "core/domain/activity.h"
#include "core/domain/capabilities.h"
#include "core/domain/key.h"
#include "core/domain/organization.h"
#include "core/domain/usage.h"

#include <QList>
#include <QUrl>

namespace core {

class ActivityStream;

//! What a server says of itself, and how it was reached.
struct ServerFacts {
    QString name;
    QString version; //!< empty where it does not tell
    BackendKind kind = BackendKind::Gateway;
    bool signsInByPassword = true;
    QString browserProvider;    //!< empty: no browser sign-in
    bool signsInByCode = false; //!< see Backend::askForCode
    bool secure = false;        //!< TLS; false only on loopback
};

struct SignedIn {
    QString userId;
    QString email;
    QString userName;
    QString sessionId;
    QDateTime expiresAt;
    Secret session; //!< what Backend::setSession takes, and the keychain keeps
};

//! What proves a person beside the password.
enum class SecondFactor { Authenticator, BackupCode };

//! A sign-in that a person ends in the browser, by a code (RFC 8628).
struct BrowserCode {
    QString userCode; //!< to be compared with the one in the browser
    QUrl page;
    Secret deviceCode;
    std::chrono::seconds interval{5}; //!< not to be asked more often
    std::chrono::seconds lifetime{600};
};

//! A key with its secret, as create and rotate answer it. The secret is empty once it was acknowledged ("secret_gone").
struct KeyWithSecret {
    Key key;
    Secret secret;
    std::optional<Key> replaced; //!< rotate only: the old key
};

struct Changes {
    QList<Key> keys;
    QStringList removed;
    QString cursor;
    bool more = false;
    bool whole = false; //!< these are all keys: what is not among them is gone
    int cap = 0;        //!< with `whole`: the server shows no more than so many at once, and there may be others
};

//! The calls to one account's server, typed, whatever the server is. Holds the address and the session of one account;
//! a session never leaves for another address. Errors are kinds made from the status and the error code. What a kind of
//! server cannot do is missing from its capabilities, and answers NotSupported here.
class Backend {
public:
    explicit Backend(QUrl address) : m_address(std::move(address)) {}
    virtual ~Backend() = default;
    Backend(const Backend &) = delete;
    Backend &operator=(const Backend &) = delete;

    virtual Capabilities capabilities() const = 0;

    const QUrl &address() const { return m_address; }
    void setSession(const Secret &session) { m_session = session; }
    //! False for a kind that is nobody's server: it is always at hand.
    virtual bool needsSession() const { return true; }
    //! Whether it can be asked now.
    bool hasSession() const { return !needsSession() || !m_session.isEmpty(); }

    //! Asked before anybody has decided to trust the address, so without the session.
    virtual Async<ServerFacts> server() = 0;
    virtual Async<SignedIn> signIn(const QString &email, const Secret &password);
    //! Where a browser begins to sign somebody in. Insecure where the way there is none to trust.
    virtual Result<QUrl> browserAddress(const BrowserRequest &request) const;
    virtual Async<SignedIn> finishBrowserSignIn(const BrowserAnswer &answer);
    //! After a signIn that ended in SecondFactorRequired. SignInFailed: a wrong code; Unauthorized: begin again.
    virtual Async<SignedIn> proveSecondFactor(const Secret &code, SecondFactor factor);
    //! Begins a sign-in that is ended in the browser.
    virtual Async<BrowserCode> askForCode();
    //! InProgress: not yet; RateLimited: asked too often; Forbidden: the person refused; TimedOut: the code is over.
    virtual Async<SignedIn> signInByCode(const BrowserCode &code);
    virtual Async<SignedIn> session() = 0;
    virtual Async<> confirm(const Secret &password);
    virtual Async<> signOut() = 0;
    //! When a program last came with the person's personal token, to some minutes; invalid: none has, or there is none.
    virtual Async<QDateTime> tokenUsedAt();
    //! Ends the personal token for good: who comes with it is refused.
    virtual Async<> endToken();

    virtual Async<QList<Organization>> organizations() = 0;
    //! What may be put on a key; with Capabilities::Scopes::Fixed, what every new key gets.
    virtual Async<QList<Scope>> scopes(const QString &organizationId) = 0;
    virtual Async<Changes> changes(const QString &organizationId, const QString &since) = 0;

    virtual Async<Key> key(const QString &keyId) = 0;
    virtual Async<KeyWithSecret> createKey(const QString &organizationId, const NewKey &key,
                                           const Secret &idempotencyKey);
    virtual Async<Key> updateKey(const QString &keyId, qint64 version, const KeyChanges &changes);
    virtual Async<KeyWithSecret> rotateKey(const QString &keyId, const RotationRequest &rotation,
                                           const Secret &idempotencyKey);
    virtual Async<> acknowledge(const QString &keyId);
    virtual Async<Key> setRetirement(const QString &keyId, const QDateTime &retiresAt);
    virtual Async<Key> revokeKey(const QString &keyId, RevokeReason reason, const QString &note,
                                 const Secret &idempotencyKey);
    //! Asks with the key itself whether it works, without the session. Unauthorized: it does not; Protocol: the secret
    //! belongs to another key.
    virtual Async<> checkKey(const QString &keyId, const Secret &secret);
    //! The key whose secret has this hash; NotFound where the organization has none. The secret itself stays here.
    virtual Async<Key> lookUp(const QString &organizationId, const QByteArray &sha256);

    //! Newest first. \a cursor: of the page before; empty: the newest. \a limit: 1–1000.
    virtual Async<ActivityPage> activity(const QString &organizationId, const ActivityFilter &filter,
                                         const QString &cursor, int limit);
    //! Without gaps, from \a since to before \a until. \a keyId empty: of all keys together.
    virtual Async<QList<UsageCount>> usage(const QString &organizationId, const QString &keyId, UsageBucket bucket,
                                           const QDateTime &since, const QDateTime &until);
    virtual Async<UsageBreakdown> breakdown(const QString &keyId, const QDateTime &since);
    //! What happens from now on, or behind \a lastId. Ends with the server's session; must not outlive the backend's
    //! connection. Null where the server does not stream.
    virtual std::unique_ptr<ActivityStream> stream(const QString &organizationId, const QByteArray &lastId);

protected:
    const Secret &currentSession() const { return m_session; }

private:
    QUrl m_address;
    Secret m_session;
};

} // namespace core
