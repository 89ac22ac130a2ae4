#include "core/storage/watchedstore.h"

#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"
#include "core/storage/watchedrow.h"

using namespace Qt::StringLiterals;

namespace core {

namespace {

const auto organizationColumns = u"id, name, profile, address, tenant, dashboard, probe_path, header, header_value"_s;

Error notFound()
{
    return {Error::Kind::NotFound, u"it is not watched here"_s};
}

WatchedOrganization organizationFrom(const Statement &row)
{
    WatchedOrganization organization;
    organization.id = row.text(0);
    organization.name = row.text(1);
    organization.profileId = row.text(2);
    organization.address = QUrl(row.text(3));
    organization.tenant = row.text(4);
    organization.dashboardUrl = row.text(5);
    organization.probePath = row.text(6);
    organization.header = row.text(7);
    organization.headerValue = row.text(8);
    return organization;
}

//! What \a read makes of every row.
template <typename Read>
auto all(Statement &statement, Read read) -> Result<QList<std::invoke_result_t<Read, const Statement &>>>
{
    if (const auto ran = statement.run(); !ran)
        return ran.error();
    QList<std::invoke_result_t<Read, const Statement &>> rows;
    while (statement.next())
        rows += read(statement);
    if (const auto ended = statement.ended(); !ended)
        return ended.error();
    return rows;
}

template <typename Row>
Result<Row> only(const Result<QList<Row>> &rows)
{
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? Result<Row>(notFound()) : Result<Row>(rows->first());
}

WatchedKey keyFrom(const Statement &row)
{
    return watchedrow::keyFrom(row, 0);
}

} // namespace

QString WatchedStore::migrations()
{
    return u":/storage/watched"_s;
}

WatchedStore::WatchedStore(Database &database) : m_database(database) {}

Result<QList<WatchedOrganization>> WatchedStore::organizations() const
{
    Statement statement(m_database,
                        u"SELECT %1 FROM organization ORDER BY name COLLATE NOCASE, id"_s.arg(organizationColumns));
    return all(statement, organizationFrom);
}

Result<WatchedOrganization> WatchedStore::organization(const QString &id) const
{
    Statement statement(m_database, u"SELECT %1 FROM organization WHERE id = ?"_s.arg(organizationColumns));
    statement.bind(id);
    return only(all(statement, organizationFrom));
}

Result<> WatchedStore::put(const WatchedOrganization &organization)
{
    // Not REPLACE: that would delete the row, and with it the keys.
    Statement statement(m_database,
                        u"INSERT INTO organization (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                        "SET name = excluded.name, address = excluded.address, tenant = excluded.tenant, dashboard = "
                        "excluded.dashboard, probe_path = excluded.probe_path, header = excluded.header, header_value "
                        "= excluded.header_value"_s.arg(organizationColumns));
    statement.bind(organization.id).bind(organization.name).bind(organization.profileId);
    statement.bind(organization.address.toString(QUrl::FullyEncoded)).bind(watchedrow::notNull(organization.tenant));
    statement.bind(watchedrow::notNull(organization.dashboardUrl)).bind(watchedrow::notNull(organization.probePath));
    statement.bind(watchedrow::notNull(organization.header)).bind(watchedrow::notNull(organization.headerValue));
    return statement.run();
}

Result<> WatchedStore::forget(const QString &organizationId)
{
    return Statement(m_database, u"DELETE FROM organization WHERE id = ?"_s).bind(organizationId).run();
}

Result<WatchedKey> WatchedStore::key(const QString &id) const
{
    Statement statement(m_database, u"SELECT %1 FROM key WHERE id = ?"_s.arg(watchedrow::columns));
    statement.bind(id);
    return only(all(statement, keyFrom));
}

Result<WatchedKey> WatchedStore::find(const QString &organizationId, const QByteArray &sha256) const
{
    Statement statement(m_database,
                        u"SELECT %1 FROM key WHERE organization = ? AND sha256 = ?"_s.arg(watchedrow::columns));
    statement.bind(organizationId).bind(sha256);
    return only(all(statement, keyFrom));
}

Result<QList<WatchedKey>> WatchedStore::keys(const QString &organizationId) const
{
    Statement statement(m_database, u"SELECT %1 FROM key WHERE organization = ? ORDER BY name COLLATE NOCASE, id"_s.arg(
                                        watchedrow::columns));
    statement.bind(organizationId);
    return all(statement, keyFrom);
}

Result<> WatchedStore::put(const QList<WatchedKey> &keys, const WatchedDeed &deed)
{
    for (const auto &key : keys) {
        const auto twin = find(key.organizationId, key.sha256);
        if (twin && twin->id != key.id)
            return Error{Error::Kind::Conflict, u"this key is watched already"_s, {}, {{u"name"_s, twin->name}}};
    }
    Transaction transaction(m_database);
    auto change = latestChange();
    if (!change)
        return change.error();
    qint64 number = *change;
    for (const auto &key : keys) {
        if (const auto written = write(key, ++number); !written)
            return written;
    }
    if (const auto written = write(deed, keys.last().organizationId); !written)
        return written;
    return transaction.commit();
}

Result<> WatchedStore::write(const WatchedKey &key, qint64 change)
{
    Statement statement(m_database, watchedrow::putStatement());
    watchedrow::bind(statement, key);
    return statement.bind(change).run();
}

Result<> WatchedStore::write(const WatchedDeed &deed, const QString &organizationId)
{
    Statement statement(m_database,
                        u"INSERT INTO deed (organization, key, kind, at, status, detail) VALUES (?, ?, ?, ?, ?, ?)"_s);
    statement.bind(organizationId).bind(deed.keyId).bind(wordFor(deed.kind)).bind(deed.at.toSecsSinceEpoch());
    return statement.bind(deed.status).bind(watchedrow::notNull(deed.detail)).run();
}

Result<QList<WatchedStore::ChangedKey>> WatchedStore::changedSince(const QString &organizationId, qint64 change,
                                                                   int most) const
{
    Statement statement(m_database, u"SELECT changed, %1 FROM key WHERE organization = ? AND changed > ? ORDER BY "
                                    "changed LIMIT ?"_s.arg(watchedrow::columns));
    statement.bind(organizationId).bind(change).bind(most);
    return all(statement, [](const Statement &row) { return ChangedKey{row.integer(0), watchedrow::keyFrom(row, 1)}; });
}

Result<qint64> WatchedStore::latestChange() const
{
    Statement statement(m_database, u"SELECT COALESCE(MAX(changed), 0) FROM key"_s);
    return only(all(statement, [](const Statement &row) { return row.integer(0); }));
}

Result<QList<WatchedDeed>> WatchedStore::history(const QString &organizationId, qint64 before, int most) const
{
    Statement statement(m_database,
                        u"SELECT number, d.kind, at, d.key, name, hint, status, detail FROM deed d JOIN key k ON k.id "
                        "= d.key WHERE d.organization = ? AND (? = 0 OR number < ?) ORDER BY number DESC LIMIT ?"_s);
    statement.bind(organizationId).bind(before).bind(before).bind(most);
    return all(statement, [](const Statement &row) {
        return WatchedDeed{row.integer(0),
                           watchedDeedFrom(row.text(1)),
                           QDateTime::fromSecsSinceEpoch(row.integer(2), Qt::UTC),
                           row.text(3),
                           row.text(4),
                           row.text(5),
                           static_cast<int>(row.integer(6)),
                           row.text(7)};
    });
}

} // namespace core
