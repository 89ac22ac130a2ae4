#include "tests/core/storage/cachefixture.h"

#include "core/storage/statement.h"

using namespace core;
using namespace Qt::StringLiterals;

namespace test {

Organization organization(const QString &id, const QString &name)
{
    Organization organization;
    organization.id = id;
    organization.name = name;
    organization.slug = id;
    organization.role = Role::Admin;
    organization.profileId = u"generic"_s;
    organization.profileName = u"Generic"_s;
    organization.keyPrefix = u"key_"_s;
    organization.counts.active = 3;
    organization.policy.maxLifetimeDays = 90;
    return organization;
}

namespace {

const QStringList names{u"Billing webhook"_s,
                        u"billing WEBHOOK"_s,
                        u"Straße"_s,
                        u"STRASSE"_s,
                        u"İstanbul"_s,
                        u"Ελλάδα"_s,
                        u"ключ"_s,
                        u"鍵の名前です"_s,
                        u"<b>bold</b>"_s,
                        u"50% _off_"_s,
                        u"it's \"quoted\""_s,
                        u"a\u202Eb\u200Bc"_s,
                        u"'; DROP TABLE key; --"_s,
                        u"NEAR(a b) OR c*"_s,
                        u"zz"_s,
                        u" "_s,
                        u"café"_s,
                        u"cafe\u0301"_s,
                        u"😀 emoji"_s,
                        u"x"_s};
const QStringList scopes{u"contacts:read"_s, u"contacts:write"_s, u"messages:send"_s, u"admin"_s};
constexpr KeyStatus statuses[]{KeyStatus::Active,  KeyStatus::Active,  KeyStatus::Active,   KeyStatus::Retiring,
                               KeyStatus::Expired, KeyStatus::Revoked, KeyStatus::Disabled, KeyStatus::Unknown};

} // namespace

Key anyKey(int number, const QDateTime &now, QRandomGenerator &random)
{
    const auto chance = [&](int percent) { return random.bounded(100) < percent; };
    const auto around = [&](int days) { return now.addSecs(random.bounded(-days * 24, days * 24) * 3600LL); };
    Key key;
    key.id = u"key-%1"_s.arg(number);
    key.organizationId = u"acme"_s;
    key.name =
        names[random.bounded(names.size())] + (chance(70) ? u" "_s + QString::number(random.bounded(50)) : QString());
    key.note = chance(30) ? u"note of\nTwo lines "_s + QString::number(random.bounded(9)) : u""_s;
    key.hint = u"key_%1…%2"_s.arg(random.bounded(1000)).arg(random.bounded(100));
    for (const auto &scope : scopes) {
        if (chance(40))
            key.scopes += scope;
    }
    key.status = statuses[random.bounded(int(std::size(statuses)))];
    key.createdAt = around(200).addDays(-200);
    key.createdBy = {u"user-1"_s, chance(50) ? u"Ada Lovelace"_s : u"Grace"_s};
    if (chance(70))
        key.expiresAt = around(30);
    key.useIsTold = !chance(15);
    if (key.useIsTold && chance(60))
        key.lastUsed = LastUse{around(100).addDays(-100), u"203.0.113.7"_s, u"curl/8"_s};
    if (key.status == KeyStatus::Retiring || chance(10))
        key.retiresAt = around(3);
    if (key.status == KeyStatus::Revoked) {
        key.revokedAt = around(50).addDays(-50);
        key.revokedBy = Person{u"user-2"_s, u"Grace"_s};
        key.revokedReason = u"unused"_s;
    }
    key.replaces = chance(10) ? u"key-0"_s : u""_s;
    key.replacedBy = chance(10) ? u"key-1"_s : u""_s;
    key.rateLimitPerMinute = 100;
    key.version = number;
    key.acknowledged = chance(90);
    return key;
}

QList<Key> anyKeys(int count, const QDateTime &now, quint32 seed)
{
    QRandomGenerator random(seed);
    QList<Key> keys;
    for (int i = 0; i < count; ++i)
        keys.append(anyKey(i, now, random));
    return keys;
}

CacheFixture::CacheFixture()
{
    auto database = Database::open(m_folder.filePath(u"cache.db"_s), u":/storage/migrations"_s);
    Q_ASSERT(database);
    m_database = *std::move(database);
    m_keys = std::make_unique<KeyCache>(*m_database);
    m_organizations = std::make_unique<OrganizationCache>(*m_database);
    m_acme = add(u"account"_s, u"acme"_s);
}

qint64 CacheFixture::add(const QString &account, const QString &id)
{
    if (!m_organizations->replace(account, {organization(id, id)}))
        return 0;
    const auto all = m_organizations->all();
    for (const auto &cached : *all) {
        if (cached.accountId == account && cached.organization.id == id)
            return cached.reference;
    }
    return 0;
}

Result<> CacheFixture::grow(int count, int organizations)
{
    Transaction transaction(*m_database);
    const auto rows =
        u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?), k AS (SELECT i, "
        "substr('lunarsolarterraventoaquas', 1 + 5 * (i % 5), 5) || '-' || substr('beaconfalconharbor', 1 + 6 * "
        "(i / 5 % 3), 6) || '-' || (i * 7919 % 1000003) AS name FROM n) INSERT INTO key SELECT i, ? + i % ?, 'grown-' "
        "|| "
        "i, name, name, '', 'key_' || i, 'key_' || i, 'contacts:read', iif(i % 10 = 0, 5, 0), 1700000000 + i, "
        "'u', 'Ada', NULL, (i * 31 % 997) * (i % 3 > 0), '', '', '', '', NULL, NULL, NULL, NULL, '', 100, 1, 1, "
        "1 << 60, 1700000000 + i FROM k"_s;
    Statement keys(*m_database, rows);
    if (const auto done = keys.bind(count).bind(m_acme).bind(organizations).run(); !done)
        return done;
    for (
        const auto &sql :
        {u"INSERT INTO key_text SELECT id, name || char(10) || hint || char(10) || scopes || char(10) || 'ada' FROM key"_s,
         u"INSERT INTO key_search (rowid, text) SELECT id, text FROM key_text"_s}) {
        if (const auto done = Statement::execute(*m_database, sql); !done)
            return done;
    }
    return transaction.commit();
}

} // namespace test
