#include "core/domain/attention.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace core;
using namespace core::attention;

Q_DECLARE_METATYPE(core::Key)
Q_DECLARE_METATYPE(core::attention::Known)

class AttentionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachConcernIsFound_data();
    void eachConcernIsFound();
    void whatWorksNoLongerConcernsNobody_data();
    void whatWorksNoLongerConcernsNobody();
    void theMostUrgentComesFirst();
    void someRefusalsAmongManyCallsAreUsual();
    void scopesAreUnusedOnlyWhereThatCanBeSaid();
    void countsAddUp();

private:
    //! Made 40 days ago, used an hour ago, expires in 60 days: concerns nobody.
    Key quiet() const
    {
        Key key;
        key.id = u"key_1"_s;
        key.scopes = QStringList{u"contacts:read"_s, u"messages:send"_s};
        key.status = KeyStatus::Active;
        key.createdAt = m_now.addDays(-40);
        key.expiresAt = m_now.addDays(60);
        key.lastUsed = LastUse{m_now.addSecs(-3600), {}, {}};
        return key;
    }
    static UsageBreakdown callsWith(const QStringList &scopes)
    {
        UsageBreakdown breakdown;
        for (const auto &scope : scopes)
            breakdown.scopes.append({scope, 3, {}, {}});
        return breakdown;
    }
    const QDateTime m_now{QDate(2026, 11, 21), QTime(10, 0), Qt::UTC};
    const Policy m_policy{.maxLifetimeDays = {}, .rotateAfterDays = 180};
};

void AttentionTest::eachConcernIsFound_data()
{
    QTest::addColumn<Key>("key");
    QTest::addColumn<Known>("known");
    QTest::addColumn<QList<Concern>>("concerns");
    const auto row = [this](const char *name, const QList<Concern> &concerns, const auto &change, Known known = {}) {
        Key key = quiet();
        change(key);
        QTest::newRow(name) << key << known << concerns;
    };
    const auto same = [](Key &) {};
    row("none", {}, same);
    row("expires in 14 days", {Concern::ExpiresSoon}, [this](Key &key) { key.expiresAt = m_now.addDays(14); });
    row("expires a second later", {}, [this](Key &key) { key.expiresAt = m_now.addDays(14).addSecs(1); });
    row("not used for 90 days", {Concern::Idle}, [this](Key &key) {
        key.createdAt = m_now.addDays(-100);
        key.lastUsed->at = m_now.addDays(-90).addSecs(-1);
    });
    row("used 90 days ago", {}, [this](Key &key) {
        key.createdAt = m_now.addDays(-100);
        key.lastUsed->at = m_now.addDays(-90);
    });
    row("never expires", {Concern::NeverExpires}, [](Key &key) { key.expiresAt = {}; });
    row("181 days old", {Concern::OlderThanPolicy}, [this](Key &key) { key.createdAt = m_now.addDays(-181); });
    row("180 days old", {}, [this](Key &key) { key.createdAt = m_now.addDays(-180); });
    const auto retiring = [this](Key &key) {
        key.status = KeyStatus::Retiring;
        key.retiresAt = m_now.addDays(1);
    };
    row("still called", {Concern::CalledWhileRetiring}, retiring, {.replacedAt = m_now.addSecs(-7200)});
    row("not called since", {}, retiring, {.replacedAt = m_now.addSecs(-3600)});
    row("replacement not known", {}, retiring);
    row("refused often", {Concern::RefusedOften}, same, {.calls = UsageCount{{}, 380, 0, 15, 5, 0}});
    row("uses one of two scopes", {Concern::UnusedScopes}, same, {.breakdown = callsWith({u"contacts:read"_s})});
    row("uses both", {}, same, {.breakdown = callsWith({u"messages:send"_s, u"contacts:read"_s})});
}

void AttentionTest::eachConcernIsFound()
{
    QFETCH(Key, key);
    QFETCH(Known, known);
    QFETCH(QList<Concern>, concerns);
    QCOMPARE(concernsOf(key, m_policy, known, m_now), concerns);
}

void AttentionTest::whatWorksNoLongerConcernsNobody_data()
{
    QTest::addColumn<KeyStatus>("status");
    QTest::newRow("expired") << KeyStatus::Expired;
    QTest::newRow("revoked") << KeyStatus::Revoked;
}

void AttentionTest::whatWorksNoLongerConcernsNobody()
{
    QFETCH(KeyStatus, status);
    Key key = quiet();
    key.status = status;
    key.createdAt = m_now.addDays(-400);
    key.expiresAt = {};
    key.lastUsed->at = m_now.addDays(-300);
    const Known all{.replacedAt = m_now.addDays(-310),
                    .calls = UsageCount{{}, 0, 0, 1000, 0, 0},
                    .breakdown = callsWith({u"contacts:read"_s})};
    QVERIFY(concernsOf(key, m_policy, all, m_now).isEmpty());
}

void AttentionTest::theMostUrgentComesFirst()
{
    Key key = quiet();
    key.createdAt = m_now.addDays(-400);
    key.lastUsed->at = m_now.addDays(-142);
    key.expiresAt = {};
    const Known known{.calls = UsageCount{{}, 0, 0, 0, 50, 0}};
    QCOMPARE(concernsOf(key, m_policy, known, m_now),
             QList<Concern>({Concern::RefusedOften, Concern::Idle, Concern::OlderThanPolicy, Concern::NeverExpires}));
}

void AttentionTest::someRefusalsAmongManyCallsAreUsual()
{
    QVERIFY(!isRefusedOften({}));
    QVERIFY(!isRefusedOften({{}, 0, 0, 19, 0, 0}));
    QVERIFY(isRefusedOften({{}, 0, 0, 20, 0, 0}));
    QVERIFY(isRefusedOften({{}, 380, 20, 0, 0, 0}));
    QVERIFY(!isRefusedOften({{}, 381, 20, 0, 0, 0}));
}

void AttentionTest::scopesAreUnusedOnlyWhereThatCanBeSaid()
{
    Key key = quiet();
    const UsageBreakdown reads = callsWith({u"contacts:read"_s});
    QCOMPARE(unusedScopes(key, reads, m_now), QStringList(u"messages:send"_s));
    QVERIFY(unusedScopes(key, {}, m_now).isEmpty());                                // not used at all
    QVERIFY(unusedScopes(key, callsWith({u"webhooks:manage"_s}), m_now).isEmpty()); // only refused
    UsageBreakdown many = reads;
    for (int i = 0; i < 19; ++i)
        many.scopes.append({QString::number(i), 1, {}, {}});
    QCOMPARE(unusedScopes(key, many, m_now), QStringList(u"messages:send"_s));
    many.everythingElse.scopes = 1; // which may have been it
    QVERIFY(unusedScopes(key, many, m_now).isEmpty());
    key.createdAt = m_now.addDays(-29);
    QVERIFY(unusedScopes(key, reads, m_now).isEmpty()); // it had no time yet
    key.createdAt = m_now.addDays(-30);
    key.status = KeyStatus::Disabled;
    QVERIFY(unusedScopes(key, reads, m_now).isEmpty());
}

void AttentionTest::countsAddUp()
{
    const UsageCount sum =
        sumOf({{.start = m_now, .ok = 1, .unauthorized = 2, .forbidden = 3, .limited = 4, .other = 5},
               {.start = m_now.addDays(1), .ok = 10, .other = 1}});
    QCOMPARE(sum, (UsageCount{.start = m_now, .ok = 11, .unauthorized = 2, .forbidden = 3, .limited = 4, .other = 6}));
    QCOMPARE(sumOf({}).total(), 0);
}

QTEST_GUILESS_MAIN(AttentionTest)
#include "tst_attention.moc"
