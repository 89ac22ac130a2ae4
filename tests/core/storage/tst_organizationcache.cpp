#include "core/storage/organizationcache.h"

#include "core/storage/statement.h"
#include "tests/core/storage/cachefixture.h"
#include "tests/support/check.h"

using namespace core;
using namespace Qt::StringLiterals;

class OrganizationCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_cache = std::make_unique<test::CacheFixture>();
    }
    void anOrganizationComesBackAsItWas();
    void theyAreSortedByNameAcrossAccounts();
    void replacingKeepsReferencesAndDropsWhatIsGone();
    void scopesStayWhenTheListIsReplaced();
    void forgettingAnAccountLeavesTheOthers();
    void aReferenceIsNeverGivenOutAgain();
    void aRowThatCannotBeReadIsLeftOut();

private:
    QStringList names() const
    {
        QStringList names;
        const auto all = m_cache->organizations().all();
        for (const auto &cached : all ? *all : QList<CachedOrganization>())
            names += cached.organization.name;
        return names;
    }

    std::unique_ptr<test::CacheFixture> m_cache;
};

void OrganizationCacheTest::anOrganizationComesBackAsItWas()
{
    auto wanted = test::organization(u"acme"_s, u"Acme \u202E<b>"_s);
    wanted.maxKeys = 50;
    wanted.planName = u"Team"_s;
    wanted.counts = {1, 2, 3, 4, 5, 6, 7};
    wanted.policy = {30, 60, true};
    QVERIFY_RESULT(m_cache->organizations().replace(u"account"_s, {wanted}));
    const auto all = m_cache->organizations().all();
    QVERIFY_RESULT(all);
    QCOMPARE(all->size(), 1);
    QCOMPARE(all->first().organization, wanted);
    QCOMPARE(all->first().accountId, u"account"_s);
    QCOMPARE(all->first().reference, m_cache->acme());
    QVERIFY(all->first().scopes.isEmpty());
}

void OrganizationCacheTest::theyAreSortedByNameAcrossAccounts()
{
    auto &organizations = m_cache->organizations();
    QVERIFY_RESULT(organizations.replace(
        u"account"_s, {test::organization(u"1"_s, u"beta"_s), test::organization(u"2"_s, u"Delta"_s)}));
    QVERIFY_RESULT(organizations.replace(
        u"other"_s, {test::organization(u"3"_s, u"alpha"_s), test::organization(u"4"_s, u"Gamma"_s)}));
    QCOMPARE(names(), (QStringList{u"alpha"_s, u"beta"_s, u"Delta"_s, u"Gamma"_s}));
}

void OrganizationCacheTest::replacingKeepsReferencesAndDropsWhatIsGone()
{
    auto &organizations = m_cache->organizations();
    const auto now = QDateTime({2026, 11, 20}, {10, 4}, Qt::UTC);
    QVERIFY_RESULT(m_cache->keys().put(m_cache->acme(), test::anyKeys(5, now, 1)));
    QVERIFY_RESULT(m_cache->keys().setCursor(m_cache->acme(), u"c"_s, now));
    QVERIFY_RESULT(organizations.replace(
        u"account"_s, {test::organization(u"acme"_s, u"Acme renamed"_s), test::organization(u"b"_s, u"B"_s)}));
    QCOMPARE(names(), (QStringList{u"Acme renamed"_s, u"B"_s}));
    QCOMPARE(organizations.all()->first().reference, m_cache->acme());
    QCOMPARE(m_cache->keys().counts(m_cache->acme(), now)->all, 5);
    QCOMPARE(*m_cache->keys().cursor(m_cache->acme()), u"c"_s);

    QVERIFY_RESULT(organizations.replace(u"account"_s, {test::organization(u"b"_s, u"B"_s)}));
    QCOMPARE(names(), QStringList{u"B"_s});
    QCOMPARE(m_cache->keys().counts(m_cache->acme(), now)->all, 0);
    Statement words(m_cache->database(), u"SELECT count(*) FROM key_text"_s);
    QVERIFY_RESULT(words.run());
    QVERIFY(words.next());
    QCOMPARE(words.integer(0), 0);
}

void OrganizationCacheTest::scopesStayWhenTheListIsReplaced()
{
    const QList<Scope> scopes{{u"contacts:read"_s, u"contacts"_s, u"read"_s, u"Read them"_s, Risk::Low, true},
                              {u"admin"_s, u""_s, u""_s, u""_s, Risk::High, false}};
    QVERIFY_RESULT(m_cache->organizations().setScopes(m_cache->acme(), scopes));
    QVERIFY_RESULT(m_cache->organizations().replace(u"account"_s, {test::organization(u"acme"_s, u"Acme"_s)}));
    QCOMPARE(m_cache->organizations().all()->first().scopes, scopes);
}

void OrganizationCacheTest::forgettingAnAccountLeavesTheOthers()
{
    QVERIFY_RESULT(m_cache->organizations().replace(u"other"_s, {test::organization(u"acme"_s, u"Acme too"_s)}));
    QVERIFY_RESULT(m_cache->organizations().forget(u"account"_s));
    QCOMPARE(names(), QStringList{u"Acme too"_s});
    QVERIFY_RESULT(m_cache->organizations().forget(m_cache->organizations().all()->first().reference));
    QVERIFY(names().isEmpty());
    QVERIFY_RESULT(m_cache->organizations().forget(u"never there"_s));
}

void OrganizationCacheTest::aReferenceIsNeverGivenOutAgain()
{
    QVERIFY_RESULT(m_cache->organizations().forget(u"account"_s));
    QVERIFY(m_cache->add(u"account"_s, u"acme"_s) > m_cache->acme());
}

void OrganizationCacheTest::aRowThatCannotBeReadIsLeftOut()
{
    m_cache->add(u"other"_s, u"sound"_s);
    QVERIFY_RESULT(Statement::execute(m_cache->database(),
                                      u"UPDATE organization SET facts = '{\"id\":7}' WHERE account_id = 'account'"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^An organization in the cache cannot be read"_s));
    QCOMPARE(names(), QStringList{u"sound"_s});
}

QTEST_GUILESS_MAIN(OrganizationCacheTest)
#include "tst_organizationcache.moc"
