#include "core/services/reminders.h"

#include "core/credentials/memorystore.h"
#include "core/services/keysync.h"
#include "core/services/rotations.h"
#include "core/storage/reminderstore.h"
#include "core/storage/rotationstore.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"
#include "tests/core/services/desk.h"
#include "tests/support/check.h"
#include "tests/support/fakeclock.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using core::KeyReminder;
using core::KeyStatus;

//! The services over a cache that nobody synchronizes: there is no gateway at all.
class RemindersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { forget(); }

    void anExpiryIsSaidOnceForEachStep();
    void aRestartSaysNothingTwice();
    void severalMissedStepsAreOne();
    void aKeyThatWasRotatedIsNotSpokenOf();
    void aReminderCanBePutOff();
    void anOverlapWithCallersLeftIsSaid();
    void aKeyThatIsCalledAfterItsEndIsSaidOnce();
    void whatWasSeenIsSaidAgainOnlyAfterAnotherCall();
    void aCallAfterTheEndCanBePutOffAndIsTold();
    void offMeansOff();
    void itWakesForTheNextMomentAndAtLeastEachFewMinutes();
    void aHundredThousandKeysCostMilliseconds();

private:
    void begin();
    void forget();
    core::Key key(const QString &id, int daysLeft, KeyStatus status = KeyStatus::Active);
    void put(const core::Key &key) { QVERIFY_RESULT(m_desk->cache.put(m_organization, {key})); }
    QStringList saidBy(const std::function<void()> &act);
    //! What is said when it is looked once more.
    QStringList saidNow()
    {
        return saidBy([this] {
            m_reminders->setOn(false);
            m_reminders->setOn(true);
        });
    }
    //! A key that was rotated out and ended an hour ago, called last so long ago; and the one in its place.
    void putOver(std::chrono::seconds calledAgo);

    std::unique_ptr<QTemporaryDir> m_folder;
    core::MemoryStore m_credentials;
    std::unique_ptr<test::FakeClock> m_clock;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<core::KeySync> m_sync;
    std::unique_ptr<core::RotationStore> m_rotationStore;
    std::unique_ptr<core::Rotations> m_rotations;
    std::unique_ptr<core::ReminderStore> m_store;
    std::unique_ptr<core::Reminders> m_reminders;
    qint64 m_organization = 0;
};

void RemindersTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = std::make_unique<test::FakeClock>();
    QVERIFY_RESULT(test::leaveAccount(m_folder->path(), m_credentials));
    begin();
    QVERIFY(m_organization != 0);
}

void RemindersTest::begin()
{
    m_desk = std::make_unique<test::Desk>(m_folder->path(), m_credentials);
    m_sync = std::make_unique<core::KeySync>(m_desk->sessions, m_desk->directory, m_desk->cache, m_desk->clock);
    m_rotationStore = std::make_unique<core::RotationStore>(*m_desk->database);
    m_rotations = std::make_unique<core::Rotations>(m_desk->directory, m_desk->keys, *m_sync, m_desk->cache,
                                                    *m_rotationStore, *m_clock);
    m_store = std::make_unique<core::ReminderStore>(*m_desk->database);
    m_reminders = std::make_unique<core::Reminders>(m_desk->directory, *m_rotations, m_desk->cache, *m_store, *m_clock);
    m_organization = m_desk->organization(u"account-1"_s);
}

void RemindersTest::forget()
{
    m_reminders.reset();
    m_store.reset();
    m_rotations.reset();
    m_rotationStore.reset();
    m_sync.reset();
    m_desk.reset();
}

core::Key RemindersTest::key(const QString &id, int daysLeft, KeyStatus status)
{
    core::Key key;
    key.id = id;
    key.organizationId = u"org-1"_s;
    key.name = id;
    key.status = status;
    key.createdAt = m_clock->now().addDays(-100);
    key.expiresAt = m_clock->now().addDays(daysLeft);
    return key;
}

//! "id days" of what is said while \a act runs.
QStringList RemindersTest::saidBy(const std::function<void()> &act)
{
    QStringList said;
    const auto heard = connect(m_reminders.get(), &core::Reminders::due, this, [&](const QList<KeyReminder> &due) {
        for (const auto &each : due)
            said += u"%1 %2"_s.arg(each.key.id).arg(m_clock->now().daysTo(each.endsAt));
    });
    act();
    disconnect(heard);
    return said;
}

void RemindersTest::anExpiryIsSaidOnceForEachStep()
{
    put(key(u"crm"_s, 31));
    put(key(u"far"_s, 200));
    QStringList said;
    for (int day = 0; day < 31; ++day) {
        said += saidBy([&] {
            m_reminders->setOn(false);
            m_reminders->setOn(true);
        });
        m_clock->advance(std::chrono::hours(24));
    }
    QCOMPARE(said, QStringList({u"crm 30"_s, u"crm 14"_s, u"crm 7"_s, u"crm 3"_s, u"crm 1"_s}));
}

void RemindersTest::aRestartSaysNothingTwice()
{
    put(key(u"crm"_s, 7));
    QCOMPARE(saidBy([&] { m_reminders->setOn(true); }), QStringList{u"crm 7"_s});
    forget();
    begin();
    QCOMPARE(saidBy([&] { m_reminders->setOn(true); }), QStringList());
}

void RemindersTest::severalMissedStepsAreOne()
{
    put(key(u"crm"_s, 30));
    QCOMPARE(saidBy([&] { m_reminders->setOn(true); }), QStringList{u"crm 30"_s});
    m_reminders->setOn(false);
    m_clock->advance(std::chrono::hours(24 * 28));
    QCOMPARE(saidBy([&] { m_reminders->setOn(true); }), QStringList{u"crm 2"_s});
}

void RemindersTest::aKeyThatWasRotatedIsNotSpokenOf()
{
    auto crm = key(u"crm"_s, 20);
    put(crm);
    m_reminders->setOn(true);
    crm.status = KeyStatus::Retiring;
    crm.retiresAt = m_clock->now().addDays(7);
    put(crm);
    put(key(u"gone"_s, 3, KeyStatus::Revoked));
    put(key(u"idle"_s, 3, KeyStatus::Disabled));
    m_reminders->setOn(false);
    m_clock->advance(std::chrono::hours(24 * 2));
    QCOMPARE(saidBy([&] { m_reminders->setOn(true); }), QStringList());
}

void RemindersTest::aReminderCanBePutOff()
{
    put(key(u"crm"_s, 7));
    QList<KeyReminder> said;
    connect(m_reminders.get(), &core::Reminders::due, this, [&](const QList<KeyReminder> &due) { said += due; });
    m_reminders->setOn(true);
    QCOMPARE(said.size(), 1);
    QVERIFY_RESULT(m_reminders->snooze(said.first()));
    QCOMPARE(m_reminders->nextMoment(), m_clock->now().addDays(1));
    const auto again = [&] {
        m_reminders->setOn(false);
        m_reminders->setOn(true);
    };
    again();
    QCOMPARE(said.size(), 1);
    m_clock->advance(std::chrono::hours(24));
    again();
    again();
    QCOMPARE(said.size(), 2);
}

void RemindersTest::anOverlapWithCallersLeftIsSaid()
{
    auto old = key(u"old"_s, 100, KeyStatus::Retiring);
    old.replacedBy = u"new"_s;
    old.retiresAt = m_clock->now().addSecs(5 * 3600);
    old.lastUsed = core::LastUse{m_clock->now().addSecs(-600), u"203.0.113.7"_s, {}};
    auto fresh = key(u"new"_s, 100);
    fresh.createdAt = old.retiresAt.addDays(-1);
    put(old);
    put(fresh);
    auto silent = old;
    silent.id = u"silent"_s;
    silent.lastUsed.reset();
    put(silent);
    QCOMPARE(saidBy([&] { m_reminders->setOn(true); }), QStringList{u"old 0"_s});
    m_reminders->setOn(false);
    QCOMPARE(saidBy([&] { m_reminders->setOn(true); }), QStringList());
}

void RemindersTest::putOver(std::chrono::seconds calledAgo)
{
    auto old = key(u"old"_s, 100, KeyStatus::Expired);
    old.replacedBy = u"new"_s;
    old.retiresAt = m_clock->now().addSecs(-3600);
    old.lastUsed = core::LastUse{m_clock->now().addSecs(-calledAgo.count()), u"203.0.113.7"_s, {}};
    auto fresh = key(u"new"_s, 100);
    fresh.replaces = old.id;
    put(old);
    put(fresh);
}

void RemindersTest::aKeyThatIsCalledAfterItsEndIsSaidOnce()
{
    putOver(std::chrono::hours(2)); // before its end: as it should be
    QCOMPARE(saidNow(), QStringList());
    QCOMPARE(m_reminders->usedAgain(), 0);
    putOver(std::chrono::minutes(10));
    QCOMPARE(saidNow(), QStringList{u"old 0"_s});
    QCOMPARE(m_reminders->usedAgain(), 1);
    putOver(std::chrono::minutes(1)); // its program goes on
    QCOMPARE(saidNow(), QStringList());
    forget();
    begin();
    QCOMPARE(saidNow(), QStringList());
    m_clock->advance(std::chrono::hours(24 * 40));
    for (int look = 0; look < 2; ++look) // the first forgets what was said of other keys that have ended
        QCOMPARE(saidNow(), QStringList());
    QCOMPARE(m_reminders->usedAgain(), 1);
}

void RemindersTest::whatWasSeenIsSaidAgainOnlyAfterAnotherCall()
{
    putOver(std::chrono::minutes(10));
    QList<KeyReminder> said;
    connect(m_reminders.get(), &core::Reminders::due, this, [&](const QList<KeyReminder> &due) { said += due; });
    saidNow();
    QCOMPARE(said.size(), 1);
    QCOMPARE(said.first().kind, KeyReminder::Kind::UsedAgain);
    QVERIFY(m_reminders->holds(said.first()));
    const auto again = m_rotations->usedAgain(m_organization);
    QVERIFY_RESULT(again);
    QSignalSpy looked(m_reminders.get(), &core::Reminders::looked);
    m_rotations->dismiss(again->first());
    QTRY_VERIFY(!looked.isEmpty()); // by itself
    QVERIFY(!m_reminders->holds(said.first()));
    QCOMPARE(m_reminders->usedAgain(), 0);
    QCOMPARE(saidNow(), QStringList());
    m_clock->advance(std::chrono::hours(1));
    auto called = *m_desk->cache.key(m_organization, u"old"_s);
    called.lastUsed->at = m_clock->now();
    put(called);
    QCOMPARE(saidNow(), QStringList{u"old 0"_s});
    QCOMPARE(saidNow(), QStringList());
}

void RemindersTest::aCallAfterTheEndCanBePutOffAndIsTold()
{
    putOver(std::chrono::minutes(10));
    QList<KeyReminder> said;
    connect(m_reminders.get(), &core::Reminders::due, this, [&](const QList<KeyReminder> &due) { said += due; });
    saidNow();
    QCOMPARE(said.size(), 1);
    QVERIFY_RESULT(m_reminders->snooze(said.first()));
    QCOMPARE(saidNow(), QStringList());
    m_clock->advance(std::chrono::hours(24));
    QCOMPARE(saidNow(), QStringList{u"old -1"_s});
    QCOMPARE(saidNow(), QStringList());
}

void RemindersTest::offMeansOff()
{
    put(key(u"crm"_s, 7));
    putOver(std::chrono::minutes(10));
    QCOMPARE(saidBy([&] { m_reminders->setOn(false); }), QStringList());
    QCOMPARE(m_reminders->expiringSoon(), 1);
}

void RemindersTest::itWakesForTheNextMomentAndAtLeastEachFewMinutes()
{
    QVERIFY(!m_reminders->nextMoment().isValid());
    put(key(u"crm"_s, 40));
    QCOMPARE(m_reminders->nextMoment(), m_clock->now().addDays(10));
    put(key(u"mail"_s, 9));
    QCOMPARE(m_reminders->nextMoment(), m_clock->now().addDays(2));
    auto soon = key(u"soon"_s, 8);
    soon.expiresAt = m_clock->now().addDays(7).addSecs(1);
    put(soon);
    m_reminders->setOn(true); // the 14 days of two keys were missed: said at once
    // No event of ours: only the timer, and a clock that has moved meanwhile as in a sleep.
    QStringList said;
    connect(m_reminders.get(), &core::Reminders::due, this, [&](const QList<KeyReminder> &due) {
        for (const auto &each : due)
            said += each.key.id;
    });
    m_clock->advance(std::chrono::seconds(2));
    QTRY_COMPARE(said, QStringList{u"soon"_s});
}

void RemindersTest::aHundredThousandKeysCostMilliseconds()
{
    constexpr int many = 100'000;
    const auto now = m_clock->now();
    for (int at = 0; at < many; at += 10'000) {
        QList<core::Key> keys;
        for (int i = at; i < at + 10'000; ++i) {
            keys += key(u"key-%1"_s.arg(i), 1 + i % 365);
            keys.last().expiresAt = now.addDays(1 + i % 365).addSecs(i);
        }
        QVERIFY_RESULT(m_desk->cache.put(m_organization, keys));
    }
    qsizetype said = 0;
    connect(m_reminders.get(), &core::Reminders::due, this, [&](const QList<KeyReminder> &due) { said = due.size(); });
    m_reminders->setOn(true);
    QVERIFY(said > 0);
    for (int round = 0; round < 60 && said > 0; ++round) { // a bounded number at a time, until all were said
        said = 0;
        m_reminders->setOn(false);
        m_reminders->setOn(true);
    }
    QCOMPARE(said, 0);
    QElapsedTimer clock;
    clock.start();
    m_reminders->setOn(false);
    m_reminders->setOn(true);
    const auto elapsed = clock.elapsed();
    qInfo() << "looking through" << many << "keys took" << elapsed << "ms";
    QVERIFY2(elapsed < 250, qPrintable(QString::number(elapsed)));
}

QTEST_GUILESS_MAIN(RemindersTest)
#include "tst_reminders.moc"
