// bench_makecache N CACHE [SETTINGS]: a cache of N keys in one organization, and settings that remember its account, so
// that the app starts straight into the list.
#include "core/storage/database.h"
#include "core/storage/keycache.h"
#include "core/storage/organizationcache.h"
#include "core/storage/settingsstore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

const QStringList first{u"lunar"_s, u"solar"_s, u"terra"_s, u"vento"_s, u"aqua"_s, u"amber"_s, u"cobalt"_s};
const QStringList second{u"beacon"_s, u"falcon"_s, u"harbor"_s, u"garden"_s, u"lantern"_s};
const QStringList scopes{u"contacts:read"_s, u"contacts:write"_s, u"messages:send"_s, u"events:read"_s};

Key keyNumber(int i, const QDateTime &now)
{
    const auto scattered = static_cast<int>((static_cast<unsigned>(i) * 2654435761U) % 1000003U);
    Key key;
    key.id = u"019400000000-%1"_s.arg(i);
    key.organizationId = u"bench"_s;
    key.name = first[scattered % 7] + u'-' + second[scattered / 7 % 5] + u'-' + QString::number(scattered);
    key.hint = u"key_%1…%2"_s.arg(scattered % 9973, 4, 36, QChar(u'0')).arg(i % 46656, 4, 36, QChar(u'0'));
    key.note = i % 3 == 0 ? u"Team %1, owner #ops-%2"_s.arg(i % 40).arg(i % 17) : u""_s;
    key.scopes = scopes.mid(i % 3, 1 + i % 2);
    key.status = i % 20 == 0 ? KeyStatus::Revoked : i % 33 == 0 ? KeyStatus::Disabled : KeyStatus::Active;
    key.createdAt = now.addSecs(-86400LL * 300 + i % 86400);
    key.createdBy = {u"user-1"_s, u"Amara Okafor"_s};
    if (i % 4 != 0)
        key.expiresAt = now.addSecs(3600LL * (scattered % 8000) - 86400LL * 10);
    if (i % 5 != 0)
        key.lastUsed = LastUse{now.addSecs(-60LL * (scattered % 200000)), u"203.0.113.7"_s, u"curl/8.5"_s};
    if (key.status == KeyStatus::Revoked)
        key.revokedAt = now.addDays(-scattered % 90);
    key.rateLimitPerMinute = 100;
    key.version = 1;
    return key;
}

Result<> fill(KeyCache &cache, qint64 organization, int count)
{
    const auto now = QDateTime::currentDateTimeUtc();
    QList<Key> keys;
    for (int i = 0; i < count; ++i) {
        keys.append(keyNumber(i, now));
        if (keys.size() < 10'000 && i + 1 < count)
            continue;
        if (const auto put = cache.put(organization, keys); !put)
            return put;
        keys.clear();
    }
    return cache.setCursor(organization, u"bench"_s, now);
}

Result<qint64> addOrganization(OrganizationCache &organizations)
{
    Organization organization;
    organization.id = u"bench"_s;
    organization.name = u"Northwind"_s;
    organization.slug = u"northwind"_s;
    organization.role = Role::Owner;
    organization.profileId = u"generic"_s;
    organization.profileName = u"Generic"_s;
    organization.keyPrefix = u"key_"_s;
    if (const auto put = organizations.replace(u"bench-account"_s, {organization}); !put)
        return put.error();
    const auto all = organizations.all();
    if (!all)
        return all.error();
    return all->first().reference;
}

int complain(const Error &error)
{
    QTextStream(stderr) << "bench_makecache: " << error.detail << Qt::endl;
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const auto arguments = application.arguments();
    if (arguments.size() < 3)
        return complain({Error::Kind::Validation, u"usage: bench_makecache N CACHE [SETTINGS]"_s});
    const auto database = Database::open(arguments[2], u":/storage/migrations"_s);
    if (!database)
        return complain(database.error());
    QElapsedTimer timer;
    timer.start();
    OrganizationCache organizations(**database);
    const auto organization = addOrganization(organizations);
    if (!organization)
        return complain(organization.error());
    KeyCache cache(**database);
    if (const auto filled = fill(cache, *organization, arguments[1].toInt()); !filled)
        return complain(filled.error());
    QTextStream(stdout) << arguments[1] << " keys in " << timer.elapsed() << " ms" << Qt::endl;
    if (arguments.size() > 3) {
        SettingsStore settings(arguments[3]);
        AccountRecord account;
        account.id = u"bench-account"_s;
        account.gateway = QUrl(u"http://127.0.0.1:9"_s);
        account.email = u"bench@example.com"_s;
        account.sessionSaved = true;
        settings.setAccounts({account});
        settings.setLastOrganization(*organization);
    }
    return 0;
}
