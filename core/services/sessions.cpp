#include "core/services/sessions.h"

#include "core/base/clock.h"
#include "core/base/identifiers.h"
#include "core/base/log.h"
#include "core/services/accountsession.h"
#include "core/storage/organizationcache.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! One spelling for one gateway, so that an account is found again and the keychain's name for it stays the same.
QUrl canonical(const QUrl &gateway)
{
    QUrl url =
        gateway.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    if (url.path() == u"/"_s)
        url.setPath({});
    const bool usual =
        (url.scheme() == u"https"_s && url.port() == 443) || (url.scheme() == u"http"_s && url.port() == 80);
    if (usual)
        url.setPort(-1);
    return url;
}

ServerPlace canonical(const ServerPlace &server)
{
    return {canonical(server.address), server.kind, server.local, server.renews};
}

//! The gateway of this computer may have come up on another port: it is the same account then.
bool sameAccount(const AccountRecord &a, const AccountRecord &b)
{
    const bool samePlace = a.gateway == b.gateway || (a.local && b.local);
    return samePlace && a.kind == b.kind && a.email.compare(b.email, Qt::CaseInsensitive) == 0;
}

//! What a server may make of a gateway's call, that is no gateway.
bool mayBeOfAnotherKind(Error::Kind error)
{
    using Kind = Error::Kind;
    return error != Kind::Cancelled && error != Kind::Offline && error != Kind::TimedOut && error != Kind::Insecure &&
           error != Kind::RateLimited && error != Kind::Unavailable;
}

} // namespace

class Sessions::Private {
public:
    Private(Sessions &facade, BackendMaker maker, CredentialStore &store, SettingsStore &remembered,
            OrganizationCache &cache)
        : q(facade), backends(std::move(maker)), credentials(store), settings(remembered), organizations(cache)
    {
    }

    AccountSession *find(const QString &id) const;
    AccountSession *match(const AccountRecord &record) const;
    AccountSession &add(const AccountRecord &record);
    void remember() const;
    void finishTombstone(const AccountRecord &record);
    Async<QString> signedIn(const ServerPlace &place, const std::shared_ptr<Backend> &backend,
                            const Async<SignedIn> &operation, SignInWay way);
    void turnAway(const std::shared_ptr<Backend> &backend, const Secret &session);
    void adopt(const AccountRecord &described, const SignedIn &session, const Settle<QString> &settle);
    Async<ServerFacts> probeOther(const QUrl &address, const Error &first);
    void forget(const QString &id, bool removalOwed);

    Sessions &q;
    BackendMaker backends;
    CredentialStore &credentials;
    SettingsStore &settings;
    OrganizationCache &organizations;
    std::vector<std::unique_ptr<AccountSession>> sessions;
    struct HalfSignedIn {
        ServerPlace place;
        std::shared_ptr<Backend> backend;
    };
    HalfSignedIn half;                     //!< who waits for a second factor, the last one
    std::vector<AccountRecord> tombstones; //!< signed out, while the keychain still holds the entry
    //! Calls under way may still refer to the backend of an account that is gone.
    std::vector<std::unique_ptr<AccountSession>> gone;
};

AccountSession *Sessions::Private::find(const QString &id) const
{
    const auto at = std::find_if(sessions.begin(), sessions.end(), [&](const auto &s) { return s->record().id == id; });
    return at == sessions.end() ? nullptr : at->get();
}

AccountSession *Sessions::Private::match(const AccountRecord &record) const
{
    const auto at =
        std::find_if(sessions.begin(), sessions.end(), [&](const auto &s) { return sameAccount(s->record(), record); });
    return at == sessions.end() ? nullptr : at->get();
}

AccountSession &Sessions::Private::add(const AccountRecord &record)
{
    sessions.push_back(std::make_unique<AccountSession>(backends, credentials, record));
    auto &session = *sessions.back();
    QObject::connect(&session, &AccountSession::recordChanged, &q, [this] { remember(); });
    QObject::connect(&session, &AccountSession::changed, &q, [this, id = record.id] { Q_EMIT q.accountChanged(id); });
    return session;
}

void Sessions::Private::remember() const
{
    std::vector<AccountRecord> records;
    for (const auto &session : sessions)
        records.push_back(session->record());
    records.insert(records.end(), tombstones.begin(), tombstones.end());
    settings.setAccounts(records);
}

void Sessions::Private::finishTombstone(const AccountRecord &record)
{
    whenDone(removeOwed(backends, credentials, record, &q), &q, [this, id = record.id](const Result<> &removed) {
        if (!removed)
            return;
        std::erase_if(tombstones, [&](const AccountRecord &owed) { return owed.id == id; });
        remember();
    });
}

//! \a backend: keeps what is being asked alive.
Async<QString> Sessions::Private::signedIn(const ServerPlace &place, const std::shared_ptr<Backend> &backend,
                                           const Async<SignedIn> &operation, SignInWay way)
{
    const Settle<QString> settle;
    whenDone(operation, &q, [this, backend, settle, place, way](const Result<SignedIn> &session) {
        if (!session) {
            if (session.error().kind == Error::Kind::SecondFactorRequired)
                half = {place, backend};
            return settle(session.error());
        }
        half = {};
        AccountRecord record;
        record.id = newId(SystemClock().now());
        record.kind = place.kind;
        record.gateway = place.address;
        record.email = session->email;
        record.userId = session->userId;
        record.local = place.local;
        record.way = way;
        const auto *known = match(record);
        if (!place.renews.isEmpty() && (known == nullptr || known->record().id != place.renews)) {
            turnAway(backend, session->session);
            return settle(Error{Error::Kind::SignInFailed, u"somebody else signed in"_s});
        }
        adopt(record, *session, settle);
    });
    return settle.operation();
}

//! A session that nobody asked for does not go on.
void Sessions::Private::turnAway(const std::shared_ptr<Backend> &backend, const Secret &session)
{
    backend->setSession(session);
    whenDone(backend->signOut(), &q, [backend](const Result<> &) {});
}

void Sessions::Private::adopt(const AccountRecord &described, const SignedIn &session, const Settle<QString> &settle)
{
    auto *known = match(described);
    const bool isNew = known == nullptr;
    auto &account = isNew ? add(described) : *known;
    whenDone(account.adopt(described, session), &q,
             [settle, id = account.record().id](const Result<> &) { settle(id); });
    if (isNew)
        Q_EMIT q.accountsChanged();
}

//! Something answers there that is no gateway of ours.
Async<ServerFacts> Sessions::Private::probeOther(const QUrl &address, const Error &first)
{
    const Settle<ServerFacts> settle;
    const std::shared_ptr<Backend> other = backends(BackendKind::BetterAuth, address);
    whenDone(other->server(), &q, [other, first, settle](const Result<ServerFacts> &facts) {
        // One that lacks only what we need is worth to be told of.
        const bool isOther = facts || facts.error().kind == Error::Kind::NotSupported;
        settle(isOther ? facts : first);
    });
    return settle.operation();
}

void Sessions::Private::forget(const QString &id, bool removalOwed)
{
    const auto at = std::find_if(sessions.begin(), sessions.end(), [&](const auto &s) { return s->record().id == id; });
    if (at == sessions.end())
        return;
    if (removalOwed) {
        tombstones.push_back((*at)->record());
        tombstones.back().removalOwed = true;
    }
    gone.push_back(std::move(*at));
    sessions.erase(at);
    remember();
    if (const auto cleared = organizations.forget(id); !cleared)
        qCWarning(logServices) << "the cache of an account could not be cleared:" << cleared.error().detail;
    Q_EMIT q.accountsChanged();
}

Sessions::Sessions(BackendMaker backends, CredentialStore &credentials, SettingsStore &settings,
                   OrganizationCache &organizations, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(backends), credentials, settings, organizations))
{
    for (const auto &record : settings.accounts()) {
        if (record.removalOwed)
            d->tombstones.push_back(record);
        else
            d->add(record);
    }
}

Sessions::~Sessions() = default;

QList<Account> Sessions::accounts() const
{
    QList<Account> accounts;
    for (const auto &session : d->sessions)
        accounts += session->account();
    return accounts;
}

std::optional<Account> Sessions::account(const QString &accountId) const
{
    const auto *session = d->find(accountId);
    return session == nullptr ? std::nullopt : std::optional(session->account());
}

Backend *Sessions::backend(const QString &accountId) const
{
    const auto *session = d->find(accountId);
    return session == nullptr ? nullptr : &session->backend();
}

Async<ServerFacts> Sessions::probe(const QUrl &address)
{
    const auto place = canonical(address);
    const std::shared_ptr<Backend> backend = d->backends(BackendKind::Gateway, place);
    const Settle<ServerFacts> settle;
    whenDone(backend->server(), this, [this, backend, place, settle](const Result<ServerFacts> &facts) {
        if (facts || !mayBeOfAnotherKind(facts.error().kind))
            return settle(facts);
        whenDone(d->probeOther(place, facts.error()), this,
                 [settle](const Result<ServerFacts> &other) { settle(other); });
    });
    return settle.operation();
}

Async<QString> Sessions::signIn(const ServerPlace &server, const QString &email, const Secret &password)
{
    const auto place = canonical(server);
    const std::shared_ptr<Backend> backend = d->backends(place.kind, place.address);
    return d->signedIn(place, backend, backend->signIn(email.trimmed(), password), SignInWay::Password);
}

Result<QUrl> Sessions::browserAddress(const ServerPlace &server, const BrowserRequest &request) const
{
    const auto place = canonical(server);
    return d->backends(place.kind, place.address)->browserAddress(request);
}

Async<QString> Sessions::finishBrowserSignIn(const ServerPlace &server, const BrowserAnswer &answer)
{
    const auto place = canonical(server);
    const std::shared_ptr<Backend> backend = d->backends(place.kind, place.address);
    return d->signedIn(place, backend, backend->finishBrowserSignIn(answer), SignInWay::Browser);
}

Async<QString> Sessions::proveSecondFactor(const Secret &code, SecondFactor factor)
{
    const auto half = d->half;
    if (!half.backend)
        return ready<QString>(Error{Error::Kind::Unauthorized, u"nobody waits for a second factor"_s});
    return d->signedIn(half.place, half.backend, half.backend->proveSecondFactor(code, factor), SignInWay::Password);
}

void Sessions::dropSecondFactor()
{
    d->half = {};
}

Async<BrowserCode> Sessions::askForCode(const ServerPlace &server)
{
    const auto place = canonical(server);
    const std::shared_ptr<Backend> backend = d->backends(place.kind, place.address);
    const Settle<BrowserCode> settle;
    whenDone(backend->askForCode(), this, [backend, settle](const Result<BrowserCode> &code) { settle(code); });
    return settle.operation();
}

Async<QString> Sessions::signInByCode(const ServerPlace &server, const BrowserCode &code)
{
    const auto place = canonical(server);
    const std::shared_ptr<Backend> backend = d->backends(place.kind, place.address);
    return d->signedIn(place, backend, backend->signInByCode(code), SignInWay::Code);
}

QString Sessions::watch()
{
    AccountRecord record;
    record.kind = BackendKind::Watched;
    record.gateway = QUrl(u"keysteward:watched"_s);
    if (const auto *known = d->match(record))
        return known->record().id;
    record.id = newId(SystemClock().now());
    d->add(record);
    d->remember();
    Q_EMIT accountsChanged();
    return record.id;
}

void Sessions::resume()
{
    for (const auto &record : d->tombstones)
        d->finishTombstone(record);
    for (const auto &session : d->sessions)
        session->resume();
}

void Sessions::retryKeychain(const QString &accountId)
{
    if (auto *session = d->find(accountId))
        session->retryKeychain();
}

Async<> Sessions::signOut(const QString &accountId)
{
    auto *session = d->find(accountId);
    if (session == nullptr)
        return ready<std::monostate>(Error{Error::Kind::NotFound, u"no such account"_s});
    const Settle<> settle;
    whenDone(session->end(), this, [this, accountId, settle](const Result<AccountSession::Ending> &ending) {
        if (!ending)
            return settle(ending.error());
        d->forget(accountId, ending->inKeychain.has_value());
        const auto &owed = ending->inKeychain ? ending->inKeychain : ending->atGateway;
        settle(owed ? Result<>(*owed) : Result<>());
    });
    return settle.operation();
}

Async<> Sessions::confirm(const QString &accountId, const Secret &password)
{
    auto *session = d->find(accountId);
    if (session == nullptr)
        return ready<std::monostate>(Error{Error::Kind::NotFound, u"no such account"_s});
    const Settle<> settle;
    whenDone(session->backend().confirm(password), this, [this, accountId, settle](const Result<> &confirmed) {
        noteOutcome(accountId, confirmed ? std::nullopt : std::optional(confirmed.error()));
        settle(confirmed);
    });
    return settle.operation();
}

void Sessions::noteOutcome(const QString &accountId, const std::optional<Error> &error)
{
    if (auto *session = d->find(accountId))
        session->noteOutcome(error);
}

} // namespace core
