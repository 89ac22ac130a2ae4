#pragma once

#include "core/base/result.h"
#include "core/domain/organization.h"

#include <QHash>
#include <QList>

namespace core {

class Database;

//! An organization as the cache knows it: `reference` names it on this machine, across accounts and gateways.
struct CachedOrganization {
    qint64 reference = 0;
    QString accountId;
    Organization organization;
    QList<Scope> scopes; //!< empty until they were read once
    bool operator==(const CachedOrganization &) const = default;
};

class OrganizationCache {
public:
    explicit OrganizationCache(Database &database);

    //! Of all accounts, by name.
    Result<QList<CachedOrganization>> all() const;
    //! Replaces the account's list; keys of organizations that are gone go with them.
    Result<> replace(const QString &accountId, const QList<Organization> &organizations);
    Result<> setScopes(qint64 reference, const QList<Scope> &scopes);
    //! Forgets the account's organizations and keys (sign-out, lost membership).
    Result<> forget(const QString &accountId);
    //! Forgets one organization and its keys.
    Result<> forget(qint64 reference);

private:
    Result<QHash<QString, qint64>> references(const QString &accountId) const;
    Result<> erase(const QList<qint64> &references);

    Database &m_database;
};

} // namespace core
