#include "ui/reminders/calendarexport.h"

#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/support/check.h"
#include "tests/support/fakeclock.h"

#include <QDir>
#include <QFileDialog>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using core::KeyStatus;

//! The keys of a cache, in a file that a person chose the name of.
class CalendarExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void whatEndsOnAKnownDayStandsInTheCalendar();
    void theSameKeyHasTheSameNameEachTime();
    void namesCannotWriteLinesOfTheirOwn();
    void thousandsOfKeysAreWrittenWhole();
    void aFileThatCannotBeWrittenIsNotThere();
    void aNameFromTheOrganizationIsProposed();
    void allOrganizationsAreACalendarEachInAFolder();
    void aFolderThatCannotBeWrittenIsTold();

private:
    void put(const QList<core::Key> &keys) { QVERIFY_RESULT(m_desk->cache.put(m_organization, keys)); }
    core::Key key(const QString &id, KeyStatus status = KeyStatus::Active) const;
    static QByteArray calendar(const QString &file);
    QFileDialog *ask();
    //! What was written; its lines without the folding.
    QByteArray exported(const QString &fileName = u"keys.ics"_s);

    std::unique_ptr<QTemporaryDir> m_folder;
    core::MemoryStore m_credentials;
    test::FakeClock m_clock;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<QWidget> m_window;
    ui::CalendarExport *m_export = nullptr;
    qint64 m_organization = 0;
};

void CalendarExportTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY_RESULT(test::leaveAccount(m_folder->path(), m_credentials));
    m_desk = std::make_unique<test::Desk>(m_folder->path(), m_credentials);
    m_organization = m_desk->organization(u"account-1"_s);
    m_window = std::make_unique<QWidget>();
    m_window->show();
    m_export = new ui::CalendarExport(m_desk->cache, m_desk->directory, m_desk->sessions, m_clock, *m_window);
}

void CalendarExportTest::cleanup()
{
    m_window.reset();
    m_desk.reset();
}

core::Key CalendarExportTest::key(const QString &id, KeyStatus status) const
{
    core::Key key;
    key.id = id;
    key.organizationId = u"org-1"_s;
    key.name = id;
    key.hint = u"wa_Lk08…pQ2c"_s;
    key.scopes = {u"contacts:read"_s, u"contacts:write"_s};
    key.status = status;
    key.version = 4;
    key.createdAt = m_clock.now().addDays(-100);
    key.expiresAt = m_clock.now().addDays(20);
    return key;
}

QByteArray CalendarExportTest::calendar(const QString &file)
{
    QFile written(file);
    return written.open(QIODevice::ReadOnly) ? written.readAll().replace("\r\n ", "") : QByteArray();
}

QFileDialog *CalendarExportTest::ask()
{
    m_export->start(m_organization);
    return m_window->findChild<QFileDialog *>();
}

QByteArray CalendarExportTest::exported(const QString &fileName)
{
    auto *dialog = ask();
    if (dialog == nullptr)
        return {};
    const auto file = m_folder->filePath(fileName);
    QSignalSpy said(m_export, &ui::CalendarExport::said);
    Q_EMIT dialog->fileSelected(file);
    delete dialog;
    if (!QTest::qWaitFor([&] { return !said.isEmpty(); }))
        return {};
    return calendar(file);
}

void CalendarExportTest::whatEndsOnAKnownDayStandsInTheCalendar()
{
    auto retiring = key(u"Old"_s, KeyStatus::Retiring);
    retiring.retiresAt = m_clock.now().addDays(1);
    auto never = key(u"Forever"_s);
    never.expiresAt = {};
    put({key(u"CRM"_s), retiring, never, key(u"Revoked"_s, KeyStatus::Revoked)});
    const auto calendar = exported();
    QVERIFY(calendar.startsWith("BEGIN:VCALENDAR\r\n"));
    QVERIFY(calendar.endsWith("END:VCALENDAR\r\n"));
    QCOMPARE(calendar.count("BEGIN:VEVENT"), 2);
    for (const auto *line :
         {"SUMMARY:“CRM” expires\r\n", "DTSTART:20261210T100400Z\r\n", "SUMMARY:Overlap of “Old” ends\r\n",
          "DTSTART:20261121T100400Z\r\n", "DESCRIPTION:Northwind\\nwa_Lk08…pQ2c\\ncontacts:read\\, contacts:write\r\n"})
        QVERIFY2(calendar.contains(line), line);
    QCOMPARE(calendar.count("BEGIN:VALARM"), 3); // a week and a day before an expiry, an hour before an overlap's end
}

void CalendarExportTest::theSameKeyHasTheSameNameEachTime()
{
    put({key(u"crm"_s)});
    QVERIFY(exported().contains("UID:crm.org-1@keysteward\r\n"));
    auto later = key(u"crm"_s);
    later.expiresAt = later.expiresAt.addDays(30);
    later.version = 5;
    put({later});
    const auto calendar = exported();
    QVERIFY(calendar.contains("UID:crm.org-1@keysteward\r\n"));
    QVERIFY(calendar.contains("SEQUENCE:5\r\n"));
    QVERIFY(calendar.contains("DTSTART:20270109T100400Z\r\n"));
}

void CalendarExportTest::namesCannotWriteLinesOfTheirOwn()
{
    auto rogue = key(u"crm"_s);
    rogue.name = u"x\r\nEND:VEVENT\r\nBEGIN:VEVENT\u202E"_s;
    put({rogue});
    const auto calendar = exported();
    QCOMPARE(calendar.count("\r\nBEGIN:VEVENT\r\n"), 1);
    QCOMPARE(calendar.count("\r\nEND:VEVENT\r\n"), 1);
    QVERIFY(!calendar.contains(u"\u202E"_s.toUtf8()));
}

//! More than is read at a time.
void CalendarExportTest::thousandsOfKeysAreWrittenWhole()
{
    QList<core::Key> keys;
    for (int i = 0; i < 1234; ++i)
        keys += key(u"key-%1"_s.arg(i));
    put(keys);
    const auto calendar = exported();
    QCOMPARE(calendar.count("BEGIN:VEVENT"), 1234);
    for (const auto &each : std::as_const(keys))
        QVERIFY(calendar.contains("UID:" + each.id.toUtf8() + ".org-1@keysteward\r\n"));
    QVERIFY(calendar.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n"));
}

void CalendarExportTest::aFileThatCannotBeWrittenIsNotThere()
{
    put({key(u"crm"_s)});
    auto *dialog = ask();
    QVERIFY(dialog != nullptr);
    QSignalSpy failed(m_export, &ui::CalendarExport::failed);
    QSignalSpy said(m_export, &ui::CalendarExport::said);
    Q_EMIT dialog->fileSelected(m_folder->filePath(u"not there/keys.ics"_s));
    QTRY_COMPARE(failed.size(), 1);
    const auto sentence = failed.first().first().toString();
    QVERIFY2(sentence.startsWith(u"The calendar could not be exported to keys.ics"), qPrintable(sentence));
    QVERIFY2(sentence.endsWith(u"Nothing was written there."), qPrintable(sentence));
    QCOMPARE(said.size(), 0);
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"not there"_s)));
}

void CalendarExportTest::aNameFromTheOrganizationIsProposed()
{
    auto *dialog = ask();
    QVERIFY(dialog != nullptr);
    QVERIFY(dialog->isVisible());
    QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
    QCOMPARE(dialog->selectedFiles().value(0).section(u'/', -1), u"northwind-expiries-2026-11-20.ics"_s);
    m_export->start(0); // no organization: nothing to ask
    QCOMPARE(m_window->findChildren<QFileDialog *>().size(), 1);
}

//! Two accounts at one gateway, and one elsewhere whose organization is called the same.
void CalendarExportTest::allOrganizationsAreACalendarEachInAFolder()
{
    auto accounts = m_desk->settings.accounts();
    for (const auto &[id, port] : {std::pair(u"account-2"_s, 9), std::pair(u"account-3"_s, 10)}) {
        core::AccountRecord account;
        account.id = id;
        account.gateway = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
        accounts.push_back(account);
    }
    m_desk->settings.setAccounts(accounts);
    core::Organization acme;
    acme.id = u"org-2"_s;
    acme.name = u"Acme"_s;
    acme.slug = u"acme"_s;
    const auto northwind = m_desk->directory.organization(m_organization)->organization;
    QVERIFY_RESULT(m_desk->organizations.replace(u"account-2"_s, {northwind, acme}));
    QVERIFY_RESULT(m_desk->organizations.replace(u"account-3"_s, {northwind}));
    m_window.reset(); // another start of the app, which knows them all
    m_desk = std::make_unique<test::Desk>(m_folder->path(), m_credentials);
    m_window = std::make_unique<QWidget>();
    m_export = new ui::CalendarExport(m_desk->cache, m_desk->directory, m_desk->sessions, m_clock, *m_window);
    const auto put = [this](const QString &account, const QString &organization, const QString &id) {
        auto each = key(id);
        each.organizationId = organization;
        return m_desk->cache.put(m_desk->directory.referenceOf(account, organization), {each});
    };
    QVERIFY_RESULT(put(u"account-1"_s, u"org-1"_s, u"crm"_s));
    QVERIFY_RESULT(put(u"account-2"_s, u"org-1"_s, u"crm"_s)); // the same key
    QVERIFY_RESULT(put(u"account-2"_s, u"org-2"_s, u"billing"_s));
    QVERIFY_RESULT(put(u"account-3"_s, u"org-1"_s, u"elsewhere"_s));

    const QDir folder(m_folder->filePath(u"calendars"_s));
    QVERIFY(folder.mkpath(u"."_s));
    QFile kept(folder.filePath(u"acme-expiries-2026-11-20.ics"_s));
    QVERIFY(kept.open(QIODevice::WriteOnly));
    kept.close();
    m_export->start(core::everyOrganization);
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
    QSignalSpy said(m_export, &ui::CalendarExport::said);
    Q_EMIT dialog->fileSelected(folder.path());
    QTRY_COMPARE(said.size(), 1);
    const auto sentence = said.first().first().toString();
    QCOMPARE(sentence, u"The ends of 3 keys were exported to calendars, in 3 calendars: one for each organization."_s);

    QCOMPARE(folder.entryList(QDir::Files, QDir::Name),
             (QStringList{u"acme-expiries-2026-11-20-2.ics"_s, u"acme-expiries-2026-11-20.ics"_s,
                          u"northwind-expiries-2026-11-20-2.ics"_s, u"northwind-expiries-2026-11-20.ics"_s}));
    QCOMPARE(kept.size(), 0);
    const auto acmes = calendar(folder.filePath(u"acme-expiries-2026-11-20-2.ics"_s));
    QVERIFY(acmes.contains("UID:billing.org-2@keysteward\r\n"));
    QVERIFY(acmes.contains("Acme: keys"));
    QCOMPARE(acmes.count("BEGIN:VEVENT"), 1);
    QByteArrayList both;
    for (const auto &name : {u"northwind-expiries-2026-11-20.ics"_s, u"northwind-expiries-2026-11-20-2.ics"_s}) {
        both += calendar(folder.filePath(name));
        QCOMPARE(both.last().count("BEGIN:VEVENT"), 1);
    }
    QCOMPARE(both.join().count("UID:crm.org-1@keysteward\r\n"), 1);
    QCOMPARE(both.join().count("UID:elsewhere.org-1@keysteward\r\n"), 1);
}

void CalendarExportTest::aFolderThatCannotBeWrittenIsTold()
{
    m_export->start(core::everyOrganization);
    auto *dialog = m_window->findChild<QFileDialog *>();
    QVERIFY(dialog != nullptr);
    QSignalSpy failed(m_export, &ui::CalendarExport::failed);
    Q_EMIT dialog->fileSelected(m_folder->filePath(u"not there"_s));
    QTRY_COMPARE(failed.size(), 1);
    const auto sentence = failed.first().first().toString();
    QVERIFY2(sentence.startsWith(u"The calendar could not be exported to northwind-expiries-2026-11-20.ics"_s),
             qPrintable(sentence));
    QVERIFY2(sentence.endsWith(u"Calendars written before: 0."_s), qPrintable(sentence));
}

QTEST_MAIN(CalendarExportTest)
#include "tst_calendarexport.moc"
