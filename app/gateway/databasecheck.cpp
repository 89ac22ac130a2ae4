#include "app/gateway/databasecheck.h"

#include "core/gateway/store/database.h"
#include "core/gateway/store/store.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;
using core::Error, core::Result;
using gateway::store::Database, gateway::store::Store;

namespace {

//! SQLite's own words for what is damaged; empty where nothing is.
QStringList damages(Database &database)
{
    QStringList found;
    auto rows = database.select(u"PRAGMA integrity_check(20)"_s);
    while (rows.next()) {
        if (rows.text(0) != u"ok")
            found += rows.text(0);
    }
    auto orphans = database.select(u"PRAGMA foreign_key_check"_s);
    while (orphans.next())
        found += u"a row of %1 belongs to nothing in %2"_s.arg(orphans.text(0), orphans.text(2));
    return found;
}

//! Where what is added up in two ways differs. Only of the newest year: what is older may be half forgotten.
QStringList disagreements(Database &database)
{
    const auto calls = u"ok + unauthorized + forbidden + limited + other"_s;
    QStringList found;
    auto sums = database.select(u"SELECT organization, SUM(CASE key WHEN 0 THEN calls ELSE -calls END) AS rest FROM "
                                "(SELECT organization, key, %1 AS calls FROM hourly_counts WHERE organization > 0 AND "
                                "hour > (SELECT MAX(hour) FROM hourly_counts) - 365 * 24) "
                                "GROUP BY organization HAVING rest <> 0"_s.arg(calls));
    while (sums.next())
        found +=
            u"the calls of organization %1 are not those of its keys: %2"_s.arg(sums.integer(0)).arg(sums.integer(1));
    auto rows = database.select(
        u"SELECT e.organization, COUNT(*) AS events, COALESCE((SELECT SUM(%1) FROM hourly_counts h WHERE "
        "h.organization = e.organization AND h.key = 0), 0) AS calls FROM events e WHERE e.actor_kind IS NULL AND "
        "e.number <= (SELECT counted_event FROM activity_marks) GROUP BY e.organization HAVING events > calls"_s.arg(
            calls));
    while (rows.next())
        found += u"organization %1 has %2 events of %3 calls"_s.arg(rows.integer(0))
                     .arg(rows.integer(1))
                     .arg(rows.integer(2));
    return found;
}

} // namespace

Result<QStringList> checkDatabase(const QString &file)
{
    if (!QFileInfo::exists(file))
        return Error{Error::Kind::Storage, u"there is no file %1"_s.arg(file)};
    const auto store = Store::open(file, Store::Purpose::Tend);
    if (!store)
        return store.error();
    const auto database = (*store)->connect();
    if (!database)
        return database.error();
    const auto damaged = damages(**database) + disagreements(**database);
    if (!damaged.isEmpty())
        return Error{Error::Kind::Storage, damaged.join(u'\n')};
    QStringList lines{u"integrity: ok"_s, u"schema version: %1"_s.arg(Store::programVersion())};
    for (const auto &table : {u"users"_s, u"organizations"_s, u"keys"_s, u"sessions"_s, u"events"_s}) {
        auto rows = (*database)->select(u"SELECT count(*) FROM "_s + table);
        lines += u"%1: %2"_s.arg(table).arg(rows.next() ? rows.integer(0) : 0);
    }
    if ((*database)->failed())
        return *(*database)->fault();
    return lines;
}
