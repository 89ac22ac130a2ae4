#include "core/services/accountsession.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/credentials/credentialnames.h"
#include "core/credentials/credentialstore.h"
#include "core/credentials/credentialvalue.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr std::chrono::milliseconds firstPause{2000};
constexpr std::chrono::milliseconds longestPause{60000};

QString nameFor(const AccountRecord &record)
{
    return sessionName(record.gateway, record.id);
}

//! What a keychain holds may have been planted there: only what could be a cookie's value is sent to a gateway.
bool looksLikeSession(const Secret &secret)
{
    return isCredential(secret) && secret.reveal().find_first_of(";,\"\\") == std::string_view::npos;
}

bool isKeychainTrouble(Error::Kind kind)
{
    return kind == Error::Kind::KeychainLocked || kind == Error::Kind::KeychainDenied ||
           kind == Error::Kind::KeychainMissing || kind == Error::Kind::KeychainTimedOut;
}

template <typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

} // namespace

AccountSession::AccountSession(const BackendMaker &backends, CredentialStore &credentials, const AccountRecord &record)
    : m_backends(backends),
      m_credentials(credentials),
      m_backend(backends(record.kind, record.gateway)),
      m_pause(firstPause)
{
    m_account.record = record;
    if (!m_backend->needsSession())
        m_account.state = Account::State::SignedIn;
    else
        m_account.state = record.sessionSaved ? Account::State::Resuming : Account::State::SignedOut;
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &AccountSession::check);
}

void AccountSession::show(Account::State state, const std::optional<Error> &trouble)
{
    m_account.state = state;
    if (state != Account::State::Offline) {
        m_account.since = {};
        m_retry.stop();
        m_pause = firstPause;
    }
    // The keychain's refusal stays to be read for as long as the session is not kept.
    if (m_account.sessionKept)
        m_account.trouble = trouble;
    Q_EMIT changed();
}

void AccountSession::resume()
{
    if (!m_backend->needsSession())
        return show(Account::State::SignedIn);
    if (m_leaving || !m_account.record.sessionSaved)
        return;
    const auto turn = ++m_turn;
    m_account.sessionKept = true;
    show(Account::State::Resuming);
    whenDone(m_credentials.read(nameFor(record())), this, [this, turn](const Result<Secret> &session) {
        if (turn == m_turn)
            gotSession(session);
    });
}

void AccountSession::retryKeychain()
{
    if (m_account.state == Account::State::KeychainStuck)
        resume();
    else if (!m_account.sessionKept && !m_unkept.isEmpty() && !m_leaving)
        keep(Secret(m_unkept));
}

void AccountSession::gotSession(const Result<Secret> &session)
{
    if (!session && session.error().kind == Error::Kind::Cancelled)
        return;
    if (!session && isKeychainTrouble(session.error().kind))
        return show(Account::State::KeychainStuck, session.error());
    if (!session || !looksLikeSession(*session))
        return ended();
    m_account.sessionKept = m_credentials.isPersistent();
    m_held = *session;
    m_backend->setSession(*session);
    check();
}

void AccountSession::check()
{
    whenDone(m_backend->session(), this, [this, turn = m_turn](const Result<SignedIn> &session) {
        if (turn == m_turn)
            checked(session);
    });
}

void AccountSession::checked(const Result<SignedIn> &session)
{
    if (!session && session.error().kind == Error::Kind::Unauthorized)
        return ended();
    if (!session)
        return wentOffline(session.error());
    if (m_account.record.userId != session->userId) {
        m_account.record.userId = session->userId;
        Q_EMIT recordChanged();
    }
    show(Account::State::SignedIn);
    // A server may renew it with any answer.
    if (!session->session.isEmpty() && !(session->session == m_held)) {
        m_held = session->session;
        keep(session->session);
    }
}

void AccountSession::wentOffline(const Error &error)
{
    if (m_account.state != Account::State::Offline)
        m_account.since = SystemClock().now();
    m_retry.start(m_pause);
    m_pause = std::min(m_pause * 2, longestPause);
    // A connection that is merely missing needs no more words than the state; a certificate that is wrong does.
    show(Account::State::Offline, error.kind == Error::Kind::Offline ? std::nullopt : std::optional(error));
}

//! The record stays, to fill in the sign-in page. `sessionSaved` stays true until the keychain has let go of the dead
//! entry: the next start then reads it, learns again that it is dead, and removes it.
void AccountSession::ended()
{
    const auto turn = ++m_turn;
    m_backend->setSession({});
    m_unkept = {};
    m_account.sessionKept = true;
    show(Account::State::SignedOut);
    if (!m_account.record.sessionSaved)
        return;
    whenDone(m_credentials.remove(nameFor(record())), this, [this, turn](const Result<> &removed) {
        if (turn != m_turn || !removed)
            return;
        m_account.record.sessionSaved = false;
        Q_EMIT recordChanged();
    });
}

Async<> AccountSession::adopt(const AccountRecord &described, const SignedIn &session)
{
    if (described.gateway != record().gateway)
        moveTo(described.gateway);
    m_account.record.userId = session.userId;
    m_account.record.local = described.local;
    m_account.record.way = described.way;
    ++m_turn;
    m_held = session.session;
    m_backend->setSession(session.session);
    show(Account::State::SignedIn);
    return keep(session.session);
}

//! The gateway of this computer came up on another port. What the keychain holds for the old one is removed.
void AccountSession::moveTo(const QUrl &gateway)
{
    if (m_account.record.sessionSaved) {
        whenDone(m_credentials.remove(nameFor(record())), this, [](const Result<> &removed) {
            if (!removed)
                qCWarning(logServices) << "a session for an earlier address could not be removed from the keychain";
        });
    }
    m_account.record.gateway = gateway;
    m_backend->setSession({});
    m_retired.push_back(std::move(m_backend));
    m_backend = m_backends(record().kind, gateway);
}

//! Says "saved" before it writes: a kill in between leaves a record without an entry, which the next start sees, and
//! not an entry without a record, which nobody would ever remove.
Async<> AccountSession::keep(const Secret &session)
{
    const bool wasSaved = std::exchange(m_account.record.sessionSaved, true);
    m_unkept = session;
    Q_EMIT recordChanged();
    const Settle<> settle;
    whenDone(m_credentials.write(nameFor(record()), session), this,
             [this, settle, wasSaved, turn = m_turn](const Result<> &written) {
                 if (turn == m_turn)
                     kept(wasSaved, written);
                 settle(Result<>());
             });
    return settle.operation();
}

void AccountSession::kept(bool wasSaved, const Result<> &written)
{
    m_account.sessionKept = written && m_credentials.isPersistent();
    m_account.trouble = errorOf(written);
    if (written)
        m_unkept = {};
    else if (written.error().kind != Error::Kind::KeychainTimedOut) // one that waits for the person may still write it
        m_account.record.sessionSaved = wasSaved;
    Q_EMIT recordChanged();
    Q_EMIT changed();
}

void AccountSession::noteOutcome(const std::optional<Error> &error)
{
    // Without a session the answer is about one that is over; while one is being checked, the check decides.
    const auto state = m_account.state;
    if (m_leaving || !m_backend->needsSession() || !m_backend->hasSession() ||
        (state != Account::State::SignedIn && state != Account::State::Offline))
        return;
    if (error && error->kind == Error::Kind::Unauthorized)
        ended();
    else if (error && error->kind == Error::Kind::Offline && state == Account::State::SignedIn)
        wentOffline(*error);
    else if (!error && state == Account::State::Offline)
        show(Account::State::SignedIn);
}

Async<AccountSession::Ending> AccountSession::end()
{
    if (std::exchange(m_leaving, true))
        return ready<Ending>(Error{Error::Kind::InProgress, u"this account is being signed out"_s});
    ++m_turn;
    m_retry.stop();
    if (!m_backend->needsSession())
        return ready<Ending>(Ending{});
    const Settle<Ending> settle;
    const auto remove = [this, settle](const std::optional<Error> &atGateway) {
        m_backend->setSession({});
        whenDone(m_credentials.remove(nameFor(record())), this, [settle, atGateway](const Result<> &removed) {
            settle(Ending{atGateway, errorOf(removed)});
        });
    };
    if (!m_backend->hasSession()) {
        remove(std::nullopt);
        return settle.operation();
    }
    whenDone(m_backend->signOut(), this, [remove](const Result<> &ended) {
        const bool over = ended || ended.error().kind == Error::Kind::Unauthorized;
        remove(over ? std::nullopt : errorOf(ended));
    });
    return settle.operation();
}

Async<> removeOwed(const BackendMaker &backends, CredentialStore &credentials, const AccountRecord &record,
                   QObject *context)
{
    const Settle<> settle;
    const auto remove = [&credentials, record, context, settle] {
        whenDone(credentials.remove(nameFor(record)), context, [settle](const Result<> &removed) { settle(removed); });
    };
    whenDone(credentials.read(nameFor(record)), context,
             [&backends, record, context, remove](const Result<Secret> &session) {
                 if (!session || !looksLikeSession(*session))
                     return remove();
                 const std::shared_ptr<Backend> backend = backends(record.kind, record.gateway);
                 backend->setSession(*session);
                 whenDone(backend->signOut(), context, [backend, remove](const Result<> &) { remove(); });
             });
    return settle.operation();
}

} // namespace core
