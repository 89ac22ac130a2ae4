#include "core/storage/organizationcache.h"

#include "core/base/log.h"
#include "core/domain/keyrules.h"
#include "core/domain/organizationjson.h"
#include "core/storage/database.h"
#include "core/storage/searchindex.h"
#include "core/storage/statement.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace core {

namespace {

QString textOf(const QJsonDocument &document)
{
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

QList<Scope> scopesFrom(const QByteArray &json)
{
    QList<Scope> scopes;
    const auto list = QJsonDocument::fromJson(json).array();
    for (const auto &value : list) {
        if (const auto scope = scopeFromJson(value.toObject()))
            scopes.append(*scope);
    }
    return scopes;
}

} // namespace

OrganizationCache::OrganizationCache(Database &database) : m_database(database) {}

Result<QList<CachedOrganization>> OrganizationCache::all() const
{
    Statement statement(
        m_database, u"SELECT reference, account_id, facts, scopes FROM organization ORDER BY name_key, reference"_s);
    if (const auto ran = statement.run(); !ran)
        return ran.error();
    QList<CachedOrganization> organizations;
    while (statement.next()) {
        const auto organization = organizationFromJson(QJsonDocument::fromJson(statement.bytes(2)).object());
        if (!organization) {
            qCWarning(logStorage) << "An organization in the cache cannot be read:" << organization.error().detail;
            continue;
        }
        organizations.append({statement.integer(0), statement.text(1), *organization, scopesFrom(statement.bytes(3))});
    }
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return organizations;
}

Result<> OrganizationCache::replace(const QString &accountId, const QList<Organization> &organizations)
{
    Transaction transaction(m_database);
    auto known = references(accountId);
    if (!known)
        return known.error();
    auto gone = *std::move(known);
    Statement put(
        m_database,
        u"INSERT INTO organization (account_id, organization_id, name, name_key, facts) VALUES (?, ?, ?, ?, ?) ON "
        "CONFLICT (account_id, organization_id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, "
        "facts = excluded.facts"_s);
    for (const auto &organization : organizations) {
        gone.remove(organization.id);
        put.bind(accountId).bind(organization.id).bind(organization.name);
        put.bind(keyrules::foldedName(organization.name));
        if (const auto done = put.bind(textOf(QJsonDocument(toJson(organization)))).run(); !done)
            return done;
    }
    if (const auto erased = erase(gone.values()); !erased)
        return erased;
    return transaction.commit();
}

Result<> OrganizationCache::setScopes(qint64 reference, const QList<Scope> &scopes)
{
    QJsonArray list;
    for (const auto &scope : scopes)
        list.append(toJson(scope));
    Statement statement(m_database, u"UPDATE organization SET scopes = ? WHERE reference = ?"_s);
    return statement.bind(textOf(QJsonDocument(list))).bind(reference).run();
}

Result<> OrganizationCache::forget(const QString &accountId)
{
    Transaction transaction(m_database);
    const auto known = references(accountId);
    if (!known)
        return known.error();
    if (const auto erased = erase(known->values()); !erased)
        return erased;
    return transaction.commit();
}

Result<> OrganizationCache::forget(qint64 reference)
{
    Transaction transaction(m_database);
    if (const auto erased = erase({reference}); !erased)
        return erased;
    return transaction.commit();
}

//! The account's organizations: id → reference.
Result<QHash<QString, qint64>> OrganizationCache::references(const QString &accountId) const
{
    Statement known(m_database, u"SELECT organization_id, reference FROM organization WHERE account_id = ?"_s);
    if (const auto ran = known.bind(accountId).run(); !ran)
        return ran.error();
    QHash<QString, qint64> references;
    while (known.next())
        references.insert(known.text(0), known.integer(1));
    return references;
}

Result<> OrganizationCache::erase(const QList<qint64> &references)
{
    SearchIndex search(m_database);
    Statement remove(m_database, u"DELETE FROM organization WHERE reference = ?"_s);
    for (const auto reference : references) {
        if (const auto done = search.eraseKeys(reference); !done)
            return done;
        if (const auto done = remove.bind(reference).run(); !done)
            return done;
    }
    return {};
}

} // namespace core
