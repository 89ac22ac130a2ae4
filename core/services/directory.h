#pragma once

#include "core/base/async.h"
#include "core/domain/standing.h"
#include "core/storage/organizationcache.h"

#include <QObject>

namespace core {

class Sessions;

//! The organizations of all accounts: from the cache at once, refreshed from the gateways.
class Directory : public QObject {
    Q_OBJECT

public:
    Directory(Sessions &sessions, OrganizationCache &cache, QObject *parent = nullptr);

    QList<CachedOrganization> organizations() const { return m_organizations; }
    std::optional<CachedOrganization> organization(qint64 reference) const;
    //! The organization, or all of them for everyOrganization; none where it is not known.
    QList<CachedOrganization> within(qint64 reference) const;
    //! What the person is there, and what its server can do; of a Viewer where the organization is not known.
    Standing standing(qint64 reference) const;
    //! Whether its server tells of calls, or that of any of all; where nothing is known yet, it may.
    bool tellsActivity(qint64 reference) const;
    //! 0 where it is not known.
    qint64 referenceOf(const QString &accountId, const QString &organizationId) const;
    //! Reads the account's organizations from its gateway into the cache.
    Async<> refresh(const QString &accountId);
    //! What may be put on a key here: from the cache where it was read before, refreshed in any case.
    Async<QList<Scope>> scopes(qint64 reference);
    //! Access was lost: the organization and its keys leave this machine.
    Result<> forget(qint64 reference);

Q_SIGNALS:
    void organizationsChanged();

private:
    void reload();
    bool isSignedOut(const QString &accountId) const;
    Result<> gotOrganizations(const QString &accountId, const Result<QList<Organization>> &organizations);
    Result<QList<Scope>> gotScopes(const CachedOrganization &organization, const Result<QList<Scope>> &scopes);

    Sessions &m_sessions;
    OrganizationCache &m_cache;
    QList<CachedOrganization> m_organizations;
};

} // namespace core
