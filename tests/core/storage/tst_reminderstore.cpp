#include "core/storage/reminderstore.h"

#include "core/storage/database.h"
#include "core/storage/keycache.h"
#include "core/storage/organizationcache.h"
#include "core/storage/rotationstore.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class ReminderStoreTest : public QObject {
    Q_OBJECT

    static constexpr std::chrono::seconds week = 7 * 24h;
    const QDateTime m_now{QDate(2026, 11, 20), QTime(10, 4), Qt::UTC};

    void reopen();
    qint64 addOrganization(const QString &accountId);
    //! A key that was made a year ago and ends in \a days.
    Key key(const QString &id, int days, KeyStatus status = KeyStatus::Active) const;
    void put(const QList<Key> &keys) { QVERIFY_RESULT(KeyCache(*m_database).put(m_organization, keys)); }
    ReminderRecord said(const QString &id, int days) const
    {
        const auto endsAt = m_now.addDays(days);
        return {id, endsAt, endsAt.addDays(-7), {}};
    }
    //! Of which nothing was said yet that has to be said a week ahead, by their names.
    QStringList unsaid(int most = 10, KeyStatus status = KeyStatus::Active);

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<ReminderStore> m_store;
    qint64 m_organization = 0;

private Q_SLOTS:
    void init();
    void whatWasSaidOutlivesTheProgram();
    void whatWasSaidIsNotSaidAgainUntilTheEndMoves();
    void whatWasPutOffComesBack();
    void onlyKeysOfThatStateAndTimeAreGiven();
    void aKeyThatIsAsYoungAsTheNoticeIsLeftOut();
    void theNextEndAndTheNextSnoozeAreKnown();
    void whatHasEndedIsForgotten();
    void ofAKeyThatWasRotatedOutItIsRemembered();
    void theyGoWithTheirOrganization();
};

void ReminderStoreTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_database.reset();
    m_home = std::make_unique<QTemporaryDir>();
    reopen();
    m_organization = addOrganization(u"account"_s);
    QVERIFY(m_organization != 0);
}

void ReminderStoreTest::reopen()
{
    m_database.reset();
    auto database = Database::open(m_home->filePath(u"cache.db"_s), u":/storage/migrations"_s);
    QVERIFY_RESULT(database);
    m_database = *std::move(database);
    m_store = std::make_unique<ReminderStore>(*m_database);
}

qint64 ReminderStoreTest::addOrganization(const QString &accountId)
{
    Organization organization;
    organization.id = u"acme"_s;
    organization.name = u"Acme"_s;
    OrganizationCache cache(*m_database);
    const auto all = cache.replace(accountId, {organization}) ? cache.all() : QList<CachedOrganization>();
    for (const auto &each : *all) {
        if (each.accountId == accountId)
            return each.reference;
    }
    return 0;
}

Key ReminderStoreTest::key(const QString &id, int days, KeyStatus status) const
{
    Key key;
    key.id = id;
    key.name = id;
    key.status = status;
    key.createdAt = m_now.addYears(-1);
    key.expiresAt = m_now.addDays(days);
    return key;
}

QStringList ReminderStoreTest::unsaid(int most, KeyStatus status)
{
    const auto rows = m_store->unsaid(m_organization, status, m_now, m_now.addDays(7), week, m_now, most);
    if (!rows)
        return {test::words(rows.error())};
    const auto keys = KeyCache(*m_database).keys(*rows);
    QStringList names;
    for (const auto &each : *keys)
        names += each.name;
    return names;
}

void ReminderStoreTest::whatWasSaidOutlivesTheProgram()
{
    auto record = said(u"crm"_s, 5);
    record.snoozedUntil = m_now.addDays(1);
    QVERIFY_RESULT(m_store->put(m_organization, {record}));
    reopen();
    auto found = m_store->find(m_organization, u"crm"_s);
    QVERIFY_RESULT(found);
    QCOMPARE(*found, std::optional(record));
    record.snoozedUntil = {};
    QVERIFY_RESULT(m_store->put(m_organization, {record}));
    found = m_store->find(m_organization, u"crm"_s);
    QVERIFY_RESULT(found);
    QCOMPARE(*found, std::optional(record));
    const auto none = m_store->find(m_organization, u"mail"_s);
    QVERIFY_RESULT(none);
    QVERIFY(!*none);
}

void ReminderStoreTest::whatWasSaidIsNotSaidAgainUntilTheEndMoves()
{
    put({key(u"crm"_s, 5), key(u"mail"_s, 3)});
    QCOMPARE(unsaid(), (QStringList{u"mail"_s, u"crm"_s})); // the next to end first
    QVERIFY_RESULT(m_store->put(m_organization, {said(u"crm"_s, 5)}));
    QCOMPARE(unsaid(), QStringList{u"mail"_s});
    auto earlier = said(u"mail"_s, 3); // a step before: a fortnight ahead
    earlier.saidFor = earlier.endsAt.addDays(-14);
    QVERIFY_RESULT(m_store->put(m_organization, {earlier}));
    QCOMPARE(unsaid(), QStringList{u"mail"_s});
    put({key(u"crm"_s, 6)});
    QCOMPARE(unsaid(), (QStringList{u"mail"_s, u"crm"_s}));
}

void ReminderStoreTest::whatWasPutOffComesBack()
{
    put({key(u"crm"_s, 5)});
    auto record = said(u"crm"_s, 5);
    record.snoozedUntil = m_now.addSecs(1);
    QVERIFY_RESULT(m_store->put(m_organization, {record}));
    QCOMPARE(unsaid(), QStringList());
    record.snoozedUntil = m_now;
    QVERIFY_RESULT(m_store->put(m_organization, {record}));
    QCOMPARE(unsaid(), QStringList{u"crm"_s});
}

void ReminderStoreTest::onlyKeysOfThatStateAndTimeAreGiven()
{
    put({key(u"over"_s, 0), key(u"soon"_s, 1), key(u"just"_s, 7), key(u"later"_s, 8),
         key(u"revoked"_s, 3, KeyStatus::Revoked), key(u"disabled"_s, 3, KeyStatus::Disabled)});
    QCOMPARE(unsaid(), (QStringList{u"soon"_s, u"just"_s}));
    QCOMPARE(unsaid(1), QStringList{u"soon"_s});
    QCOMPARE(unsaid(10, KeyStatus::Retiring), QStringList());
    const auto other = addOrganization(u"another account"_s);
    const auto elsewhere = m_store->unsaid(other, KeyStatus::Active, m_now, m_now.addDays(7), week, m_now, 10);
    QVERIFY_RESULT(elsewhere);
    QVERIFY(elsewhere->isEmpty());
}

//! Its maker chose that end a moment ago.
void ReminderStoreTest::aKeyThatIsAsYoungAsTheNoticeIsLeftOut()
{
    auto young = key(u"young"_s, 5);
    young.createdAt = young.expiresAt.addSecs(-std::chrono::seconds(week + reminders::grace).count());
    put({young});
    QCOMPARE(unsaid(), QStringList());
    young.createdAt = young.createdAt.addSecs(-1);
    put({young});
    QCOMPARE(unsaid(), QStringList{u"young"_s});
}

void ReminderStoreTest::theNextEndAndTheNextSnoozeAreKnown()
{
    const auto nextEnd = [this] { return *m_store->nextEnd(m_organization, KeyStatus::Active, m_now); };
    const auto nextSnooze = [this] { return *m_store->nextSnooze(m_organization, m_now); };
    QVERIFY(!nextEnd().isValid());
    QVERIFY(!nextSnooze().isValid());
    auto never = key(u"never"_s, 0);
    never.expiresAt = {};
    put({never});
    QVERIFY(!nextEnd().isValid());
    put({key(u"over"_s, 0), key(u"mail"_s, 9), key(u"crm"_s, 4), key(u"gone"_s, 2, KeyStatus::Revoked)});
    QCOMPARE(nextEnd(), m_now.addDays(4));
    auto record = said(u"crm"_s, 4);
    record.snoozedUntil = m_now;
    QVERIFY_RESULT(m_store->put(m_organization, {record}));
    QVERIFY(!nextSnooze().isValid());
    record.snoozedUntil = m_now.addDays(1);
    QVERIFY_RESULT(m_store->put(m_organization, {record}));
    QCOMPARE(nextSnooze(), m_now.addDays(1));
}

void ReminderStoreTest::whatHasEndedIsForgotten()
{
    QVERIFY_RESULT(m_store->put(m_organization, {said(u"over"_s, -1)}));
    QVERIFY_RESULT(m_store->put(m_organization, {said(u"crm"_s, 5)}));
    QVERIFY_RESULT(m_store->forgetEnded(m_now));
    QVERIFY(!*m_store->find(m_organization, u"over"_s));
    QVERIFY(bool(*m_store->find(m_organization, u"crm"_s)));
}

//! It may be called after its end, which is told once.
void ReminderStoreTest::ofAKeyThatWasRotatedOutItIsRemembered()
{
    RotationRecord rotation;
    rotation.organization = m_organization;
    rotation.oldKeyId = u"old"_s;
    rotation.newKeyId = u"new"_s;
    rotation.startedAt = m_now.addDays(-9);
    QVERIFY_RESULT(RotationStore(*m_database).put(rotation));
    const auto other = addOrganization(u"another account"_s); // where the same key was not rotated
    for (const auto organization : {m_organization, other})
        QVERIFY_RESULT(m_store->put(organization, {said(u"old"_s, -2), said(u"new"_s, -2)}));
    QVERIFY_RESULT(m_store->forgetEnded(m_now));
    QVERIFY(bool(*m_store->find(m_organization, u"old"_s)));
    QVERIFY(!*m_store->find(m_organization, u"new"_s));
    QVERIFY(!*m_store->find(other, u"old"_s));
}

void ReminderStoreTest::theyGoWithTheirOrganization()
{
    QVERIFY_RESULT(m_store->put(m_organization, {said(u"crm"_s, 5)}));
    QVERIFY_RESULT(OrganizationCache(*m_database).forget(m_organization));
    const auto found = m_store->find(m_organization, u"crm"_s);
    QVERIFY_RESULT(found);
    QVERIFY(!*found);
}

QTEST_GUILESS_MAIN(ReminderStoreTest)
#include "tst_reminderstore.moc"
