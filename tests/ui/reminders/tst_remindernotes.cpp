#include "ui/reminders/remindernotes.h"

#include "core/credentials/memorystore.h"
#include "core/services/keysync.h"
#include "core/services/rotations.h"
#include "core/storage/reminderstore.h"
#include "core/storage/rotationstore.h"
#include "tests/core/services/desk.h"
#include "tests/support/check.h"
#include "tests/support/fakeclock.h"

#include <QApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

//! What is said of the keys of a cache, by dunst, a notification server of a desktop.
class ReminderNotesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aKeyThatExpiresIsNamedAndCanBeShown();
    void manyKeysAreOneNotification();
    void whatWasRevokedIsNoLongerSaid();
    void aKeyThatIsCalledAfterItsEndLeadsToTheRotations();
    void manyThatAreCalledAfterTheirEndAreOneNotification();
    void whatWasSeenOfManyIsNoLongerSaid();
    void aLockedWindowNamesNoKey();
    void withoutAServerTheWindowSaysIt();

private:
    bool serve();
    void put(int count, core::KeyStatus status = core::KeyStatus::Active);
    //! Keys that were rotated out, ended an hour ago, and were called a minute ago.
    void putUsedAgain(int count);
    void dismissAll(int expected);
    QByteArray control(const QStringList &arguments);
    int displayed() { return control({u"count"_s, u"displayed"_s}).trimmed().toInt(); }
    //! What was shown and then closed.
    QByteArray history();

    std::unique_ptr<QTemporaryDir> m_folder;
    core::MemoryStore m_credentials;
    test::FakeClock m_clock;
    QProcess m_server;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<core::KeySync> m_sync;
    std::unique_ptr<core::RotationStore> m_rotationStore;
    std::unique_ptr<core::Rotations> m_rotations;
    std::unique_ptr<core::ReminderStore> m_store;
    std::unique_ptr<core::Reminders> m_reminders;
    std::unique_ptr<ui::ReminderNotes> m_notes;
    qint64 m_organization = 0;
};

void ReminderNotesTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY_RESULT(test::leaveAccount(m_folder->path(), m_credentials));
    m_desk = std::make_unique<test::Desk>(m_folder->path(), m_credentials);
    m_organization = m_desk->organization(u"account-1"_s);
    m_sync = std::make_unique<core::KeySync>(m_desk->sessions, m_desk->directory, m_desk->cache, m_desk->clock);
    m_rotationStore = std::make_unique<core::RotationStore>(*m_desk->database);
    m_rotations = std::make_unique<core::Rotations>(m_desk->directory, m_desk->keys, *m_sync, m_desk->cache,
                                                    *m_rotationStore, m_clock);
    m_store = std::make_unique<core::ReminderStore>(*m_desk->database);
    m_reminders = std::make_unique<core::Reminders>(m_desk->directory, *m_rotations, m_desk->cache, *m_store, m_clock);
    m_notes = std::make_unique<ui::ReminderNotes>(*m_reminders, m_desk->directory, m_clock, nullptr);
}

void ReminderNotesTest::cleanup()
{
    m_notes.reset();
    m_reminders.reset();
    m_store.reset();
    m_rotations.reset();
    m_rotationStore.reset();
    m_sync.reset();
    m_desk.reset();
    m_server.terminate();
    m_server.waitForFinished();
}

bool ReminderNotesTest::serve()
{
    m_server.start(u"dunst"_s, {});
    return m_server.waitForStarted() && QTest::qWaitFor([this] { return !control({u"is-paused"_s}).isEmpty(); });
}

void ReminderNotesTest::put(int count, core::KeyStatus status)
{
    QList<core::Key> keys;
    for (int i = 0; i < count; ++i) {
        core::Key key;
        key.id = u"key-%1"_s.arg(i);
        key.organizationId = u"org-1"_s;
        key.name = u"Leaky <b>%1</b>"_s.arg(i);
        key.status = status;
        key.createdAt = m_clock.now().addDays(-90);
        key.expiresAt = m_clock.now().addDays(6);
        keys += key;
    }
    QVERIFY_RESULT(m_desk->cache.put(m_organization, keys));
}

void ReminderNotesTest::putUsedAgain(int count)
{
    QList<core::Key> keys;
    for (int i = 0; i < count; ++i) {
        core::Key old;
        old.id = u"old-%1"_s.arg(i);
        old.name = u"Sync <b>%1</b> (previous)"_s.arg(i);
        old.status = core::KeyStatus::Expired;
        old.createdAt = m_clock.now().addDays(-90);
        old.retiresAt = m_clock.now().addSecs(-3600);
        old.lastUsed = core::LastUse{m_clock.now().addSecs(-60), u"203.0.113.7"_s, {}};
        old.replacedBy = u"new-%1"_s.arg(i);
        core::Key fresh;
        fresh.id = old.replacedBy;
        fresh.name = u"Sync"_s;
        fresh.status = core::KeyStatus::Active;
        fresh.createdAt = m_clock.now().addDays(-2);
        fresh.replaces = old.id;
        keys += {old, fresh};
    }
    QVERIFY_RESULT(m_desk->cache.put(m_organization, keys));
}

//! As a person does on the Rotations page.
void ReminderNotesTest::dismissAll(int expected)
{
    const auto again = m_rotations->usedAgain(m_organization);
    QVERIFY_RESULT(again);
    QCOMPARE(again->size(), expected);
    for (const auto &each : *again)
        m_rotations->dismiss(each);
}

QByteArray ReminderNotesTest::control(const QStringList &arguments)
{
    QProcess control;
    control.start(u"dunstctl"_s, arguments);
    control.waitForFinished();
    return control.exitCode() == 0 ? control.readAllStandardOutput() : QByteArray();
}

QByteArray ReminderNotesTest::history()
{
    control({u"close-all"_s});
    return QTest::qWaitFor([this] { return displayed() == 0; }) ? control({u"history"_s}) : QByteArray();
}

void ReminderNotesTest::aKeyThatExpiresIsNamedAndCanBeShown()
{
    QVERIFY(serve());
    put(1);
    QSignalSpy shown(m_notes.get(), &ui::ReminderNotes::showWanted);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 1);
    control({u"action"_s});
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(shown.first(), QVariantList({m_organization, u"key-0"_s}));
    QTRY_COMPARE(displayed(), 0);
    const auto said = history();
    QVERIFY2(said.contains("Leaky &lt;b&gt;0&lt;/b&gt;” expires in 6 days") && said.contains("Northwind"),
             said.constData());
}

void ReminderNotesTest::manyKeysAreOneNotification()
{
    QVERIFY(serve());
    put(40);
    QSignalSpy expiring(m_notes.get(), &ui::ReminderNotes::expiringWanted);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 1);
    control({u"action"_s});
    QTRY_COMPARE(expiring.size(), 1);
    QVERIFY(history().contains("40 keys of Northwind end soon"));
}

void ReminderNotesTest::whatWasRevokedIsNoLongerSaid()
{
    QVERIFY(serve());
    put(2);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 2);
    put(1, core::KeyStatus::Revoked);
    m_reminders->setOn(false);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 1);
}

void ReminderNotesTest::aKeyThatIsCalledAfterItsEndLeadsToTheRotations()
{
    QVERIFY(serve());
    putUsedAgain(1);
    QSignalSpy rotations(m_notes.get(), &ui::ReminderNotes::rotationsWanted);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 1);
    control({u"action"_s});
    QTRY_COMPARE(rotations.size(), 1);
    QCOMPARE(rotations.first().first().toLongLong(), m_organization);
    const auto said = history();
    QVERIFY2(said.contains("Sync &lt;b&gt;0&lt;/b&gt; (previous)” was called after its end, 1 min ago from "
                           "203.0.113.7, and was refused. Northwind"),
             said.constData());
    // What a person says to have seen on the page need not be said.
    putUsedAgain(2);
    QTRY_COMPARE(displayed(), 0);
    m_reminders->setOn(false);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 1);
    dismissAll(2);
    QTRY_COMPARE(displayed(), 0);
}

void ReminderNotesTest::manyThatAreCalledAfterTheirEndAreOneNotification()
{
    QVERIFY(serve());
    putUsedAgain(5);
    put(1); // and one that ends, which is another matter
    QSignalSpy rotations(m_notes.get(), &ui::ReminderNotes::rotationsWanted);
    QSignalSpy shown(m_notes.get(), &ui::ReminderNotes::showWanted);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 2);
    control({u"action"_s});
    QTRY_COMPARE(displayed(), 1);
    control({u"action"_s});
    QTRY_COMPARE(displayed(), 0);
    QCOMPARE(rotations.size(), 1);
    QCOMPARE(shown.size(), 1);
    const auto said = history();
    QVERIFY2(said.contains("5 keys of Northwind were called after their end") && said.contains("expires in 6 days"),
             said.constData());
}

void ReminderNotesTest::whatWasSeenOfManyIsNoLongerSaid()
{
    QVERIFY(serve());
    putUsedAgain(5);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 1);
    dismissAll(5);
    QTRY_COMPARE(displayed(), 0);
}

void ReminderNotesTest::aLockedWindowNamesNoKey()
{
    QVERIFY(serve());
    m_notes->setLocked(true);
    put(1);
    m_reminders->setOn(true);
    QTRY_COMPARE(displayed(), 1);
    const auto locked = history();
    QVERIFY(locked.contains("Unlock Keysteward") && !locked.contains("Leaky") && !locked.contains("Northwind"));
    m_notes->setLocked(false);
    QTRY_COMPARE(displayed(), 1);
    QVERIFY(history().contains("Leaky"));
}

void ReminderNotesTest::withoutAServerTheWindowSaysIt()
{
    put(1);
    QSignalSpy undelivered(m_notes.get(), &ui::ReminderNotes::undelivered);
    m_reminders->setOn(true);
    QTRY_COMPARE(undelivered.size(), 1);
    QCOMPARE(undelivered.first().first().toString(), u"“Leaky <b>0</b>” expires in 6 days."_s);
    QSignalSpy shown(m_notes.get(), &ui::ReminderNotes::showWanted);
    m_notes->follow(undelivered.first().at(1).value<QList<core::KeyReminder>>());
    QCOMPARE(shown.size(), 1);
    QCOMPARE(shown.first(), QVariantList({m_organization, u"key-0"_s}));
}

QTEST_MAIN(ReminderNotesTest)
#include "tst_remindernotes.moc"
