#include "core/services/directory.h"

#include "core/base/log.h"
#include "core/services/sessions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

template <typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

} // namespace

Directory::Directory(Sessions &sessions, OrganizationCache &cache, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_cache(cache)
{
    // A sign-out empties the cache.
    connect(&m_sessions, &Sessions::accountsChanged, this, &Directory::reload);
    connect(&m_sessions, &Sessions::accountChanged, this, &Directory::reload);
    reload();
}

void Directory::reload()
{
    const auto organizations = m_cache.all();
    if (!organizations) {
        qCWarning(logServices) << "The organizations cannot be read:" << organizations.error().detail;
        return;
    }
    if (*organizations == m_organizations)
        return;
    m_organizations = *organizations;
    Q_EMIT organizationsChanged();
}

std::optional<CachedOrganization> Directory::organization(qint64 reference) const
{
    const auto at = std::find_if(m_organizations.begin(), m_organizations.end(),
                                 [&](const auto &organization) { return organization.reference == reference; });
    return at == m_organizations.end() ? std::nullopt : std::optional(*at);
}

QList<CachedOrganization> Directory::within(qint64 reference) const
{
    if (reference == everyOrganization)
        return m_organizations;
    const auto one = organization(reference);
    return one ? QList<CachedOrganization>{*one} : QList<CachedOrganization>();
}

Standing Directory::standing(qint64 reference) const
{
    const auto found = organization(reference);
    const auto account = found ? m_sessions.account(found->accountId) : std::nullopt;
    if (!account)
        return {};
    return {found->organization.role, account->record.userId, m_sessions.backend(found->accountId)->capabilities()};
}

bool Directory::tellsActivity(qint64 reference) const
{
    const auto places = within(reference);
    return places.isEmpty() || std::any_of(places.begin(), places.end(), [this](const CachedOrganization &each) {
               return standing(each.reference).can.tellsActivity;
           });
}

qint64 Directory::referenceOf(const QString &accountId, const QString &organizationId) const
{
    const auto at = std::find_if(m_organizations.begin(), m_organizations.end(), [&](const auto &each) {
        return each.accountId == accountId && each.organization.id == organizationId;
    });
    return at == m_organizations.end() ? 0 : at->reference;
}

bool Directory::isSignedOut(const QString &accountId) const
{
    const auto account = m_sessions.account(accountId);
    return !account || account->state == Account::State::SignedOut;
}

Async<> Directory::refresh(const QString &accountId)
{
    auto *backend = m_sessions.backend(accountId);
    if (!backend)
        return ready(Result<>(Error{Error::Kind::NotFound, u"no such account"_s}));
    const Settle<> settle;
    whenDone(backend->organizations(), this,
             [this, accountId, settle](const Result<QList<Organization>> &organizations) {
                 settle(gotOrganizations(accountId, organizations));
             });
    return settle.operation();
}

Result<> Directory::gotOrganizations(const QString &accountId, const Result<QList<Organization>> &organizations)
{
    // An answer that comes after a sign-out must not fill the cache again.
    if (isSignedOut(accountId))
        return Error{Error::Kind::Cancelled};
    m_sessions.noteOutcome(accountId, errorOf(organizations));
    if (!organizations)
        return organizations.error();
    const auto replaced = m_cache.replace(accountId, *organizations);
    reload();
    return replaced;
}

Async<QList<Scope>> Directory::scopes(qint64 reference)
{
    const auto known = organization(reference);
    auto *backend = known ? m_sessions.backend(known->accountId) : nullptr;
    if (!backend)
        return ready(Result<QList<Scope>>(Error{Error::Kind::NotFound, u"no such organization"_s}));
    const Settle<QList<Scope>> settle;
    whenDone(backend->scopes(known->organization.id), this,
             [this, known, settle](const Result<QList<Scope>> &scopes) { settle(gotScopes(*known, scopes)); });
    return known->scopes.isEmpty() ? settle.operation() : ready(Result<QList<Scope>>(known->scopes));
}

Result<QList<Scope>> Directory::gotScopes(const CachedOrganization &organization, const Result<QList<Scope>> &scopes)
{
    if (isSignedOut(organization.accountId))
        return Error{Error::Kind::Cancelled};
    m_sessions.noteOutcome(organization.accountId, errorOf(scopes));
    if (!scopes)
        return scopes;
    if (const auto stored = m_cache.setScopes(organization.reference, *scopes); !stored)
        qCWarning(logServices) << "The scopes cannot be kept:" << stored.error().detail;
    reload();
    return scopes;
}

Result<> Directory::forget(qint64 reference)
{
    const auto forgotten = m_cache.forget(reference);
    reload();
    return forgotten;
}

} // namespace core
