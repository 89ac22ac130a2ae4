#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "tests/support/check.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

const auto migrations = u":/storage/migrations"_s;
const auto somethingOfTheCache = QRegularExpression(u"A database (is set aside|lives in memory)"_s);

std::unique_ptr<Database> opened(const QString &file)
{
    auto database = Database::open(file, migrations);
    return database ? *std::move(database) : nullptr;
}

//! A file with some rows in it, closed.
void fill(const QString &file)
{
    const auto database = opened(file);
    QVERIFY(database);
    QVERIFY_RESULT(Statement::execute(
        *database, u"INSERT INTO organization (account_id, organization_id, name, facts) WITH RECURSIVE "
                   "n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) SELECT 'a', i, "
                   "'Organization ' || i, '{}' FROM n"_s));
}

qint64 number(const Database &database, const QString &sql)
{
    Statement statement(database, sql);
    return statement.run() && statement.next() ? statement.integer(0) : -1;
}

QStringList setAside(const QTemporaryDir &home)
{
    return QDir(home.path()).entryList({u"*.corrupt-*"_s}, QDir::Files);
}

void overwrite(const QString &file, qint64 at, const QByteArray &bytes)
{
    QFile handle(file);
    QVERIFY(handle.open(QIODevice::ReadWrite));
    QVERIFY(handle.seek(at));
    QCOMPARE(handle.write(bytes), bytes.size());
}

} // namespace

class DatabaseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!A database )"_s));
        m_home = std::make_unique<QTemporaryDir>();
    }
    void aNewFileIsPrivate();
    void aFileThatOthersCouldReadIsMadePrivate();
    void theConnectionIsSafeAndFast();
    void whatWasWrittenIsThereAgain();
    void whatIsNoDatabaseIsSetAside_data();
    void whatIsNoDatabaseIsSetAside();
    void aNewerSchemaIsSetAside();
    void onlyOneFileIsKeptAside();
    void anEmptyFileIsADatabase();
    void damageThatAQueryMeetsIsSetAsideAtTheNextStart();
    void aMarkWithoutDamageIsForgiven();
    void damagedFilesNeverStopTheProgram();
    void aFileThatCannotBeMadeLivesInMemory();
    void aLockedFileLivesInMemoryAndStaysWhole();
    void aFullDiskLeavesTheOldRowsReadable();
    void aTransactionThatIsNotCommittedLeavesNothing();
    void aReaderCannotWrite();
    void openingDoesNotDependOnTheSize();

private:
    QString file() const { return m_home->filePath(u"keysteward/cache.db"_s); }

    std::unique_ptr<QTemporaryDir> m_home;
};

void DatabaseTest::aNewFileIsPrivate()
{
    const auto database = opened(file());
    QVERIFY(database);
    QVERIFY_RESULT(Statement::execute(*database, u"UPDATE organization SET name = ''"_s));
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    for (const auto &suffix : {u""_s, u"-wal"_s, u"-shm"_s})
        QCOMPARE(QFile::permissions(file() + suffix), owner);
    QCOMPARE(QFile::permissions(QFileInfo(file()).absolutePath()), owner | QFile::ExeOwner | QFile::ExeUser);
}

void DatabaseTest::aFileThatOthersCouldReadIsMadePrivate()
{
    fill(file());
    QVERIFY(QFile::setPermissions(file(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void DatabaseTest::theConnectionIsSafeAndFast()
{
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::None);
    QCOMPARE(number(*database, u"PRAGMA foreign_keys"_s), 1);
    QCOMPARE(number(*database, u"PRAGMA trusted_schema"_s), 0);
    QCOMPARE(number(*database, u"PRAGMA synchronous"_s), 1);
    QCOMPARE(number(*database, u"PRAGMA busy_timeout"_s), 500);
    Statement mode(*database, u"PRAGMA journal_mode"_s);
    QVERIFY_RESULT(mode.run());
    QVERIFY(mode.next());
    QCOMPARE(mode.text(0), u"wal"_s);
}

void DatabaseTest::whatWasWrittenIsThereAgain()
{
    fill(file());
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::None);
    QCOMPARE(number(*database, u"SELECT count(*) FROM organization"_s), 2000);
}

void DatabaseTest::whatIsNoDatabaseIsSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text")
        << QByteArray("this is a letter to my aunt, and long enough to be taken for a database").repeated(99);
    QTest::newRow("a header and nothing") << QByteArray("SQLite format 3\0", 16) + QByteArray(4096, '\xFF');
    QTest::newRow("zeros") << QByteArray(8192, '\0');
}

void DatabaseTest::whatIsNoDatabaseIsSetAside()
{
    QFETCH(QByteArray, content);
    QVERIFY(QDir().mkpath(QFileInfo(file()).absolutePath()));
    overwrite(file(), 0, content);
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::SetAside);
    QCOMPARE(number(*database, u"SELECT count(*) FROM key"_s), 0);
    const QDir folder(QFileInfo(file()).absolutePath());
    const auto aside = folder.entryList({u"cache.db.corrupt-????????T??????Z"_s}, QDir::Files);
    QCOMPARE(aside.size(), 1);
    QFile kept(folder.filePath(aside.first()));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), content);
}

void DatabaseTest::aNewerSchemaIsSetAside()
{
    fill(file());
    {
        const auto database = opened(file());
        QVERIFY_RESULT(Statement::execute(*database, u"PRAGMA user_version = 9999"_s));
    }
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::SetAside);
    QCOMPARE(number(*database, u"SELECT count(*) FROM organization"_s), 0);
}

void DatabaseTest::onlyOneFileIsKeptAside()
{
    const QTemporaryDir home;
    const auto name = home.filePath(u"cache.db"_s);
    overwrite(home.filePath(u"cache.db.corrupt-20200101T000000Z"_s), 0, "older");
    overwrite(home.filePath(u"other.db.corrupt-20200101T000000Z"_s), 0, "of somebody else");
    overwrite(name, 0, QByteArray(4096, 'x'));
    QVERIFY(opened(name));
    const auto aside = setAside(home);
    QCOMPARE(aside.size(), 2);
    QVERIFY(!aside.contains(u"cache.db.corrupt-20200101T000000Z"_s));
    QVERIFY(aside.contains(u"other.db.corrupt-20200101T000000Z"_s));
}

void DatabaseTest::anEmptyFileIsADatabase()
{
    QVERIFY(QDir().mkpath(QFileInfo(file()).absolutePath()));
    overwrite(file(), 0, {});
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::None);
}

void DatabaseTest::damageThatAQueryMeetsIsSetAsideAtTheNextStart()
{
    fill(file());
    const auto size = QFileInfo(file()).size();
    overwrite(file(), size - 40'000, QByteArray(40'000, '\xA5'));
    {
        const auto database = opened(file());
        QVERIFY(database);
        Statement scan(*database, u"SELECT sum(length(name)), sum(length(facts)) FROM organization NOT INDEXED"_s);
        QCOMPARE_ERROR(scan.run(), Error::Kind::Storage);
        QVERIFY(QFileInfo::exists(file() + u".damaged"_s));
    }
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::SetAside);
    QCOMPARE(number(*database, u"SELECT count(*) FROM organization"_s), 0);
    QVERIFY(!QFileInfo::exists(file() + u".damaged"_s));
}

void DatabaseTest::aMarkWithoutDamageIsForgiven()
{
    fill(file());
    overwrite(file() + u".damaged"_s, 0, {});
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::None);
    QCOMPARE(number(*database, u"SELECT count(*) FROM organization"_s), 2000);
    QVERIFY(!QFileInfo::exists(file() + u".damaged"_s));
}

// 200 files with bytes changed at random: each opens, answers or refuses, and after a refusal the next start is well.
void DatabaseTest::damagedFilesNeverStopTheProgram()
{
    fill(file());
    QFile sound(file());
    QVERIFY(sound.open(QIODevice::ReadOnly));
    const auto content = sound.readAll();
    QRandomGenerator random(4711);
    int refusals = 0;
    for (int round = 0; round < 200; ++round) {
        const QTemporaryDir home;
        const auto name = home.filePath(u"cache.db"_s);
        auto mutated = content;
        const int changes = 1 + random.bounded(64);
        for (int i = 0; i < changes; ++i)
            mutated[random.bounded(mutated.size())] = char(random.bounded(256));
        if (round % 5 == 0)
            mutated.truncate(random.bounded(mutated.size()));
        overwrite(name, 0, mutated);
        bool met = false;
        {
            const auto database = opened(name);
            QVERIFY(database);
            QVERIFY(!database->inMemory());
            Statement scan(*database, u"SELECT sum(length(name)), sum(length(facts)) FROM organization NOT INDEXED"_s);
            met = !scan.run() || !scan.next();
        }
        const auto again = opened(name);
        QVERIFY(again);
        if (met) {
            ++refusals;
            QCOMPARE(number(*again, u"SELECT count(*) FROM organization"_s), 0);
        }
    }
    QVERIFY2(refusals > 10, qPrintable(QString::number(refusals)));
}

void DatabaseTest::aFileThatCannotBeMadeLivesInMemory()
{
    overwrite(m_home->filePath(u"keysteward"_s), 0, "a file where the folder should be");
    QTest::ignoreMessage(QtWarningMsg, somethingOfTheCache);
    const auto database = opened(file());
    QVERIFY(database);
    QCOMPARE(database->recovery(), Database::Recovery::InMemory);
    fill(file());
    QCOMPARE(number(*database, u"SELECT count(*) FROM key"_s), 0);
}

void DatabaseTest::aLockedFileLivesInMemoryAndStaysWhole()
{
    fill(file());
    const auto holder = opened(file());
    QVERIFY(holder);
    QVERIFY_RESULT(Statement::execute(*holder, u"BEGIN IMMEDIATE"_s));
    QTest::ignoreMessage(QtWarningMsg, somethingOfTheCache);
    QElapsedTimer timer;
    timer.start();
    const auto database = opened(file());
    QVERIFY(database);
    QVERIFY2(timer.elapsed() < 2000, "the lock was waited for too long");
    QCOMPARE(database->recovery(), Database::Recovery::InMemory);
    QVERIFY_RESULT(Statement::execute(*holder, u"ROLLBACK"_s));
    QCOMPARE(number(*holder, u"SELECT count(*) FROM organization"_s), 2000);
}

void DatabaseTest::aFullDiskLeavesTheOldRowsReadable()
{
    fill(file());
    const auto database = opened(file());
    QVERIFY(database);
    const auto pages = number(*database, u"PRAGMA page_count"_s);
    QVERIFY_RESULT(Statement::execute(*database, u"PRAGMA max_page_count = %1"_s.arg(pages + 2)));
    {
        const Transaction transaction(*database);
        const auto grown = Statement::execute(
            *database, u"INSERT INTO organization (account_id, organization_id, name, facts) SELECT 'b', "
                       "organization_id, name, hex(zeroblob(500)) FROM organization"_s);
        QCOMPARE_ERROR(grown, Error::Kind::Storage);
    }
    QCOMPARE(number(*database, u"SELECT count(*) FROM organization"_s), 2000);
    QVERIFY(!QFileInfo::exists(file() + u".damaged"_s));
}

void DatabaseTest::aTransactionThatIsNotCommittedLeavesNothing()
{
    fill(file());
    const auto database = opened(file());
    QVERIFY(database);
    {
        const Transaction transaction(*database);
        QVERIFY_RESULT(Statement::execute(*database, u"DELETE FROM organization"_s));
        QCOMPARE(number(*database, u"SELECT count(*) FROM organization"_s), 0);
    }
    QCOMPARE(number(*database, u"SELECT count(*) FROM organization"_s), 2000);
    Transaction outer(*database);
    Transaction inner(*database);
    QCOMPARE_ERROR(inner.commit(), Error::Kind::Storage);
    QVERIFY_RESULT(outer.commit());
}

void DatabaseTest::aReaderCannotWrite()
{
    fill(file());
    const auto database = opened(file());
    const auto reader = Database::openReader(file());
    QVERIFY_RESULT(reader);
    QCOMPARE(number(**reader, u"SELECT count(*) FROM organization"_s), 2000);
    QCOMPARE_ERROR(Statement::execute(**reader, u"DELETE FROM organization"_s), Error::Kind::Storage);
    QCOMPARE_ERROR(Database::openReader(m_home->filePath(u"none.db"_s)), Error::Kind::Storage);
}

void DatabaseTest::openingDoesNotDependOnTheSize()
{
    {
        const auto database = opened(file());
        QVERIFY_RESULT(Statement::execute(
            *database, u"CREATE TABLE ballast AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                       "WHERE i < 100000) SELECT i, hex(randomblob(200)) FROM n"_s));
    }
    QVERIFY(QFileInfo(file()).size() > 40'000'000);
    qint64 fastest = 1'000'000;
    for (int i = 0; i < 9; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto database = opened(file());
        fastest = std::min(fastest, timer.nsecsElapsed() / 1000);
        QVERIFY(database);
    }
    QVERIFY2(fastest < 20'000, qPrintable(u"%1 us"_s.arg(fastest)));
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "tst_database.moc"
