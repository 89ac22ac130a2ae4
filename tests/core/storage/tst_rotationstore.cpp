#include "core/storage/rotationstore.h"

#include "core/storage/database.h"
#include "core/storage/keycache.h"
#include "core/storage/organizationcache.h"
#include "tests/support/check.h"

#include <QTemporaryDir>

using namespace core;
using namespace Qt::StringLiterals;

class RotationStoreTest : public QObject {
    Q_OBJECT

    const QDateTime m_now{QDate(2026, 11, 20), QTime(10, 4), Qt::UTC};

    void reopen();
    qint64 addOrganization(const QString &accountId);
    RotationRecord record(qint64 organization, const QString &name, int daysAgo) const
    {
        RotationRecord record;
        record.organization = organization;
        record.oldKeyId = u"old "_s + name;
        record.newKeyId = u"new "_s + name;
        record.startedAt = m_now.addDays(-daysAgo);
        record.startedBy = u"O'Hara"_s;
        return record;
    }
    QStringList current(qint64 organization, int days)
    {
        const auto records = RotationStore(*m_database).current(organization, m_now.addDays(-days));
        QStringList ids;
        if (records) {
            for (const auto &each : *records)
                ids += each.newKeyId;
        }
        return records ? ids : QStringList{test::words(records.error())};
    }
    void use(qint64 organization, const QString &keyId, const QDateTime &at)
    {
        Key key;
        key.id = keyId;
        key.name = keyId;
        key.status = KeyStatus::Expired;
        key.createdAt = m_now.addDays(-100);
        key.lastUsed = LastUse{at, u"10.0.0.1"_s, u"curl"_s};
        QVERIFY_RESULT(KeyCache(*m_database).put(organization, {key}));
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Database> m_database;

private Q_SLOTS:
    void init();
    void whatIsRememberedOutlivesTheProgram();
    void theSameNewKeyIsRememberedOnce();
    void thoseOfAllOrganizationsStandTogetherEachWithItsOwn();
    void thoseOfOneMomentHaveAnOrder();
    void thoseThatEndedLongAgoAreLeftOut();
    void aKeyThatIsUsedAgainComesBackUntilThatWasSeen();
    void theyGoWithTheirOrganization();
};

void RotationStoreTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_database.reset();
    m_home = std::make_unique<QTemporaryDir>();
    reopen();
}

void RotationStoreTest::reopen()
{
    m_database.reset();
    auto database = Database::open(m_home->filePath(u"cache.db"_s), u":/storage/migrations"_s);
    QVERIFY_RESULT(database);
    m_database = *std::move(database);
}

qint64 RotationStoreTest::addOrganization(const QString &accountId)
{
    Organization organization;
    organization.id = u"acme"_s;
    organization.name = u"Acme"_s;
    OrganizationCache cache(*m_database);
    if (!cache.replace(accountId, {organization}))
        return 0;
    const auto all = cache.all();
    for (const auto &each : *all) {
        if (each.accountId == accountId)
            return each.reference;
    }
    return 0;
}

void RotationStoreTest::whatIsRememberedOutlivesTheProgram()
{
    const auto organization = addOrganization(u"account"_s);
    auto whole = record(organization, u"a"_s, 1);
    whole.handOver = HandOver::Stored;
    whole.handedOverAt = m_now.addSecs(-60);
    whole.proof = Proof::Used;
    whole.provenAt = m_now.addSecs(-50);
    whole.endedAt = m_now.addSecs(-40);
    whole.dismissedAt = m_now.addSecs(-30);
    QVERIFY_RESULT(RotationStore(*m_database).put(whole));
    auto young = record(organization, u"b"_s, 0);
    young.startedBy.clear();
    young.handOver = HandOver::Copied;
    young.handedOverAt = m_now;
    young.proof = Proof::Checked;
    young.provenAt = m_now;
    QVERIFY_RESULT(RotationStore(*m_database).put(young));
    reopen();
    const auto records = RotationStore(*m_database).current(organization, m_now.addDays(-7));
    QVERIFY_RESULT(records);
    QCOMPARE(*records, (QList{whole, young}));
    const auto found = RotationStore(*m_database).find(organization, u"new b"_s);
    QVERIFY_RESULT(found);
    QCOMPARE(*found, std::optional(young));
    const auto none = RotationStore(*m_database).find(organization, u"old b"_s);
    QVERIFY_RESULT(none);
    QVERIFY(!*none);
}

void RotationStoreTest::theSameNewKeyIsRememberedOnce()
{
    const auto organization = addOrganization(u"account"_s);
    const auto other = addOrganization(u"another account"_s);
    RotationStore store(*m_database);
    auto known = record(organization, u"a"_s, 1);
    QVERIFY_RESULT(store.put(known));
    known.proof = Proof::Checked;
    known.provenAt = m_now;
    QVERIFY_RESULT(store.put(known));
    QVERIFY_RESULT(store.put(record(other, u"a"_s, 1)));
    const auto records = store.current(organization, m_now);
    QVERIFY_RESULT(records);
    QCOMPARE(*records, QList{known});
}

void RotationStoreTest::thoseOfAllOrganizationsStandTogetherEachWithItsOwn()
{
    const auto organization = addOrganization(u"account"_s);
    const auto other = addOrganization(u"another account"_s);
    RotationStore store(*m_database);
    const auto here = record(organization, u"a"_s, 1);
    const auto there = record(other, u"a"_s, 2);
    auto ended = record(other, u"b"_s, 20);
    ended.endedAt = m_now.addDays(-10);
    for (const auto &each : {here, there, ended})
        QVERIFY_RESULT(store.put(each));
    const auto records = store.current(everyOrganization, m_now.addDays(-7));
    QVERIFY_RESULT(records);
    QCOMPARE(*records, (QList{there, here}));
}

void RotationStoreTest::thoseOfOneMomentHaveAnOrder()
{
    const auto organization = addOrganization(u"account"_s);
    const auto other = addOrganization(u"another account"_s);
    RotationStore store(*m_database);
    const QList expected{record(organization, u"a"_s, 1), record(other, u"a"_s, 1), record(organization, u"b"_s, 1),
                         record(other, u"b"_s, 1)};
    for (const int each : {3, 0, 2, 1})
        QVERIFY_RESULT(store.put(expected[each]));
    const auto records = store.current(everyOrganization, m_now.addDays(-7));
    QVERIFY_RESULT(records);
    QCOMPARE(*records, expected);
}

void RotationStoreTest::thoseThatEndedLongAgoAreLeftOut()
{
    const auto organization = addOrganization(u"account"_s);
    RotationStore store(*m_database);
    QVERIFY_RESULT(store.put(record(organization, u"running for long"_s, 20)));
    auto lately = record(organization, u"ended lately"_s, 10);
    lately.endedAt = m_now.addDays(-6);
    QVERIFY_RESULT(store.put(lately));
    auto before = record(organization, u"ended before"_s, 10);
    before.endedAt = m_now.addDays(-8);
    QVERIFY_RESULT(store.put(before));
    QCOMPARE(current(organization, 7), (QStringList{u"new running for long"_s, u"new ended lately"_s}));
}

void RotationStoreTest::aKeyThatIsUsedAgainComesBackUntilThatWasSeen()
{
    const auto organization = addOrganization(u"account"_s);
    RotationStore store(*m_database);
    auto old = record(organization, u"a"_s, 90);
    old.endedAt = m_now.addDays(-60);
    QVERIFY_RESULT(store.put(old));
    use(organization, old.oldKeyId, m_now.addDays(-61));
    QCOMPARE(current(organization, 7), QStringList());
    use(organization, old.oldKeyId, m_now.addDays(-1));
    QCOMPARE(current(organization, 7), QStringList{u"new a"_s});
    old.dismissedAt = m_now.addDays(-1);
    QVERIFY_RESULT(store.put(old));
    QCOMPARE(current(organization, 7), QStringList());
    use(organization, old.oldKeyId, m_now);
    QCOMPARE(current(organization, 7), QStringList{u"new a"_s});
}

void RotationStoreTest::theyGoWithTheirOrganization()
{
    const auto organization = addOrganization(u"account"_s);
    QVERIFY_RESULT(RotationStore(*m_database).put(record(organization, u"a"_s, 1)));
    QVERIFY_RESULT(OrganizationCache(*m_database).forget(organization));
    QCOMPARE(current(organization, 7), QStringList());
    QVERIFY(!RotationStore(*m_database).put(record(organization, u"b"_s, 1))); // nothing that nobody would remove
}

QTEST_GUILESS_MAIN(RotationStoreTest)
#include "tst_rotationstore.moc"
