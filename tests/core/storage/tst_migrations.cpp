#include "core/storage/database.h"
#include "core/storage/keycache.h"
#include "core/storage/migrations.h"
#include "core/storage/statement.h"
#include "tests/support/check.h"

#include <QTemporaryDir>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

const auto cacheMigrations = u":/storage/migrations"_s;

} // namespace

class MigrationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aScriptIsCutIntoItsStatements_data();
    void aScriptIsCutIntoItsStatements();
    void theFilesRunInOrderOnceEach();
    void aFileThatFailsLeavesNothingBehind();
    void theSchemaOfTheCacheIsSound();
    void theKeysOfAnOlderCacheAreCounted();
};

void MigrationsTest::aScriptIsCutIntoItsStatements_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("statements");
    QTest::newRow("nothing") << u" \n ; ;-- only words\n"_s << QStringList{};
    QTest::newRow("two") << u"SELECT 1; SELECT 2"_s << QStringList{u"SELECT 1"_s, u"SELECT 2"_s};
    QTest::newRow("comments") << u"-- a; b\nSELECT /* ; */ 1;"_s << QStringList{u"SELECT   1"_s};
    QTest::newRow("quotes") << u"SELECT 'a;''b', \"c;d\", `e;f`; SELECT '--'"_s
                            << QStringList{u"SELECT 'a;''b', \"c;d\", `e;f`"_s, u"SELECT '--'"_s};
    QTest::newRow("trigger")
        << u"CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END; SELECT 3;"_s
        << QStringList{u"CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END"_s,
                       u"SELECT 3"_s};
    QTest::newRow("a trigger's name is no trigger")
        << u"DROP TRIGGER a; BEGIN; SELECT 1; END"_s
        << QStringList{u"DROP TRIGGER a"_s, u"BEGIN"_s, u"SELECT 1"_s, u"END"_s};
    QTest::newRow("words that contain end")
        << u"CREATE TRIGGER u AFTER INSERT ON a BEGIN UPDATE b SET ends_at = 1, end_x = 2; END; X"_s
        << QStringList{u"CREATE TRIGGER u AFTER INSERT ON a BEGIN UPDATE b SET ends_at = 1, end_x = 2; END"_s, u"X"_s};
    QTest::newRow("never closed") << u"SELECT 'a; b"_s << QStringList{u"SELECT 'a; b"_s};
}

void MigrationsTest::aScriptIsCutIntoItsStatements()
{
    QFETCH(QString, script);
    QTEST(migrations::statements(script), "statements");
}

namespace {

void write(const QTemporaryDir &folder, const QString &name, const QByteArray &script)
{
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(script), script.size());
}

qint64 number(const Database &database, const QString &sql)
{
    Statement statement(database, sql);
    return statement.run() && statement.next() ? statement.integer(0) : -1;
}

} // namespace

void MigrationsTest::theFilesRunInOrderOnceEach()
{
    const QTemporaryDir folder;
    const QTemporaryDir home;
    write(folder, u"0001_first.sql"_s, "CREATE TABLE a (x); INSERT INTO a VALUES (1);");
    {
        const auto database = Database::open(home.filePath(u"a.db"_s), folder.path());
        QVERIFY_RESULT(database);
        QCOMPARE(number(**database, u"PRAGMA user_version"_s), 1);
    }
    write(folder, u"0002_second.sql"_s, "INSERT INTO a SELECT x + 1 FROM a;");
    write(folder, u"0010_tenth.sql"_s, "INSERT INTO a SELECT x + 10 FROM a;");
    for (int round = 0; round < 2; ++round) {
        const auto database = Database::open(home.filePath(u"a.db"_s), folder.path());
        QVERIFY_RESULT(database);
        QCOMPARE((*database)->recovery(), Database::Recovery::None);
        QCOMPARE(number(**database, u"PRAGMA user_version"_s), 10);
        QCOMPARE(number(**database, u"SELECT count(*) FROM a"_s), 4);
        QCOMPARE(number(**database, u"SELECT sum(x) FROM a"_s), 1 + 2 + 11 + 12);
    }
}

void MigrationsTest::aFileThatFailsLeavesNothingBehind()
{
    const QTemporaryDir folder;
    const QTemporaryDir home;
    write(folder, u"0001_first.sql"_s, "CREATE TABLE a (x);");
    const auto database = Database::open(home.filePath(u"a.db"_s), folder.path());
    QVERIFY_RESULT(database);
    write(folder, u"0002_second.sql"_s, "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1);");
    const auto applied = migrations::apply(**database, folder.path());
    QCOMPARE_ERROR(applied, Error::Kind::Storage);
    QVERIFY(applied.error().detail.contains(u"0002_second.sql"_s));
    QCOMPARE(number(**database, u"PRAGMA user_version"_s), 1);
    QCOMPARE(number(**database, u"SELECT count(*) FROM sqlite_schema WHERE name = 'b'"_s), 0);
}

void MigrationsTest::theSchemaOfTheCacheIsSound()
{
    const QTemporaryDir home;
    const auto database = Database::open(home.filePath(u"cache.db"_s), cacheMigrations);
    QVERIFY_RESULT(database);
    QCOMPARE(number(**database, u"PRAGMA user_version"_s), migrations::newest(cacheMigrations));
    QVERIFY(migrations::newest(cacheMigrations) > 0);
    Statement check(**database, u"PRAGMA integrity_check"_s);
    QVERIFY_RESULT(check.run());
    QVERIFY(check.next());
    QCOMPARE(check.text(0), u"ok"_s);
}

void MigrationsTest::theKeysOfAnOlderCacheAreCounted()
{
    const QTemporaryDir folder;
    const QTemporaryDir home;
    const auto file = home.filePath(u"cache.db"_s);
    QVERIFY(QFile::copy(cacheMigrations + u"/0001_cache.sql"_s, folder.filePath(u"0001_cache.sql"_s)));
    {
        const auto older = Database::open(file, folder.path());
        QVERIFY_RESULT(older);
        for (
            const auto &sql :
            {u"INSERT INTO organization (reference, account_id, organization_id, name, facts) VALUES (7, 'a', 'o', 'O', '{}')"_s,
             u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90) INSERT INTO key SELECT i, "
             u"7, "
             "'key-' || i, 'n', 'n', '', 'h', 'h', '', iif(i % 3 = 0, 5, 0), 1700000000, 'u', 'Ada', NULL, 0, '', '', "
             "'', '', NULL, NULL, NULL, NULL, '', 100, 1, 1, 1700000000 + 43200 * i, 1700000000 FROM n"_s})
            QVERIFY_RESULT(Statement::execute(**older, sql));
    }
    const auto database = Database::open(file, cacheMigrations);
    QVERIFY_RESULT(database);
    const auto counts = KeyCache(**database).counts(7, QDateTime::fromSecsSinceEpoch(1700000000 + 43200 * 30, Qt::UTC));
    QVERIFY_RESULT(counts);
    QCOMPARE(counts->all, 90);
    QCOMPARE(counts->revoked, 30);
    QCOMPARE(counts->expired, 20);
    QCOMPARE(counts->active, 40);
}

QTEST_GUILESS_MAIN(MigrationsTest)
#include "tst_migrations.moc"
