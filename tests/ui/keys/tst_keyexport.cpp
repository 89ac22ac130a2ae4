#include "ui/keys/keyexport.h"

#include "core/domain/keyjson.h"
#include "tests/support/check.h"
#include "tests/ui/keys/pagefixture.h"
#include "ui/keys/snippets.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using Format = ui::ExportFormat;

namespace {

//! A reader by the letter of RFC 4180, to judge the writer by.
QList<QStringList> parsed(const QString &csv)
{
    QList<QStringList> lines;
    QStringList line;
    QString field;
    bool quoted = false;
    for (qsizetype at = 0; at < csv.size(); ++at) {
        const auto letter = csv.at(at);
        if (quoted) {
            if (letter != u'"')
                field += letter;
            else if (at + 1 < csv.size() && csv.at(at + 1) == u'"')
                field += csv.at(++at);
            else
                quoted = false;
        } else if (letter == u'"' && field.isEmpty()) {
            quoted = true;
        } else if (letter == u',') {
            line += std::exchange(field, {});
        } else if (letter == u'\r' && at + 1 < csv.size() && csv.at(at + 1) == u'\n') {
            ++at;
            line += std::exchange(field, {});
            lines += std::exchange(line, {});
        } else {
            field += letter;
        }
    }
    return lines;
}

//! Without the apostrophes that stand in \a field before a letter of \a original that could begin a formula.
QString withoutDefusing(const QString &field, const QString &original)
{
    QString text;
    for (const auto letter : field) {
        const auto expected = original.mid(text.size(), 1);
        if (letter == u'\'' && expected != u"'"_s && QRegularExpression(u"^[=+@\t\r\n-]$"_s).match(expected).hasMatch())
            continue;
        text += letter;
    }
    return text;
}

core::Key fullKey()
{
    core::Key key;
    key.id = u"key-1"_s;
    key.organizationId = u"northwind"_s;
    key.name = u"Billing, \"EU\""_s;
    key.note = u"first line\nsecond line"_s;
    key.hint = u"wa_7Qd2…x9Fa"_s;
    key.scopes = QStringList{u"read"_s, u"events"_s};
    key.status = core::KeyStatus::Revoked;
    key.createdAt = QDateTime({2026, 9, 14}, {8, 0}, Qt::UTC);
    key.createdBy = {u"u1"_s, u"=HYPERLINK(\"http://evil\")"_s};
    key.expiresAt = QDateTime({2027, 1, 23}, {23, 59, 59}, Qt::UTC);
    key.lastUsed = core::LastUse{QDateTime({2026, 11, 20}, {10, 2}, Qt::UTC), u"203.0.113.7"_s, u"curl/8"_s};
    key.revokedAt = QDateTime({2026, 11, 20}, {10, 3}, Qt::UTC);
    key.revokedBy = core::Person{u"u2"_s, u"@admin"_s};
    key.revokedReason = u"compromised"_s;
    key.rateLimitPerMinute = 100;
    key.version = 3;
    return key;
}

const QDateTime now({2026, 11, 20}, {10, 4}, Qt::UTC);

} // namespace

class KeyExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }
    void aKeyAsCsvIsThisLine();
    void aKeyAsJsonIsTheContractsObject();
    void whatCouldBeginAFormulaIsDefused_data();
    void whatCouldBeginAFormulaIsDefused();
    void anyTextComesBackFromCsvAsItWas();
    void aKeyWhoseEndHasPassedIsWrittenAsExpired();
    void theFileHoldsExactlyWhatTheFilterLetsThrough();
    void theFileIsForItsOwnerAlone();
    void aFileThatCannotBeWrittenIsReportedAndNotThere();
    void anExportThatIsGivenUpLeavesTheOldFileAlone();
};

void KeyExportTest::aKeyAsCsvIsThisLine()
{
    QCOMPARE(
        ui::keyexport::header(Format::Csv),
        QByteArray("id,name,status,hint,scopes,note,created_at,created_by,expires_at,last_used_at,last_used_from,"
                   "retires_at,revoked_at,revoked_by,revoked_reason,replaces,replaced_by,rate_limit_per_minute\r\n"));
    QCOMPARE(
        ui::keyexport::line(Format::Csv, fullKey(), now),
        QByteArray(
            "key-1,\"Billing, \"\"EU\"\"\",revoked,wa_7Qd2\xe2\x80\xa6x9Fa,read events,\"first line\nsecond line\","
            "2026-09-14T08:00:00Z,\"'=HYPERLINK(\"\"http://evil\"\")\",2027-01-23T23:59:59Z,2026-11-20T10:02:00Z,"
            "203.0.113.7,,2026-11-20T10:03:00Z,'@admin,compromised,,,100\r\n"));
}

void KeyExportTest::aKeyAsJsonIsTheContractsObject()
{
    QVERIFY(ui::keyexport::header(Format::JsonLines).isEmpty());
    const auto line = ui::keyexport::line(Format::JsonLines, fullKey(), now);
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    const auto read = core::keyFromJson(QJsonDocument::fromJson(line).object());
    QVERIFY_RESULT(read);
    QCOMPARE(*read, fullKey());
    QVERIFY(!line.contains("secret"));
}

void KeyExportTest::whatCouldBeginAFormulaIsDefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::newRow("equals") << u"=1+1"_s << u"'=1+1"_s;
    QTest::newRow("plus") << u"+1"_s << u"'+1"_s;
    QTest::newRow("minus") << u"-1"_s << u"'-1"_s;
    QTest::newRow("at") << u"@SUM(A1)"_s << u"'@SUM(A1)"_s;
    QTest::newRow("tab") << u"\t=1"_s << u"\"'\t'=1\""_s;
    QTest::newRow("carriage return") << u"\r=1"_s << u"\"'\r'=1\""_s;
    QTest::newRow("line feed") << u"\n=1"_s << u"\"'\n'=1\""_s;
    QTest::newRow("semicolon") << u"a;b"_s << u"\"a;b\""_s;
    QTest::newRow("equals after a semicolon") << u"a;=1+1"_s << u"\"a;'=1+1\""_s;
    QTest::newRow("plus after semicolons") << u";;+1"_s << u"\";;'+1\""_s;
    QTest::newRow("minus after a semicolon") << u"a;-1;b"_s << u"\"a;'-1;b\""_s;
    QTest::newRow("at after a semicolon and a tab") << u"a;\t@SUM(A1)"_s << u"\"a;\t'@SUM(A1)\""_s;
    QTest::newRow("equals on the second line") << u"a\n=1"_s << u"\"a\n'=1\""_s;
    QTest::newRow("null") << QString(QChar(0)) + u"=1"_s << u"'"_s + QChar(0) + u"=1"_s;
    QTest::newRow("in the middle") << u"a=1"_s << u"a=1"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("quote first") << u"\"=1"_s << u"\"\"\"=1\""_s;
}

void KeyExportTest::whatCouldBeginAFormulaIsDefused()
{
    QFETCH(QString, text);
    QTEST(ui::csvField(text), "field");
}

void KeyExportTest::anyTextComesBackFromCsvAsItWas()
{
    QRandomGenerator random(7);
    const QString letters = u"ab,;\"\r\n\t=+-@'…é😀 "_s;
    for (int turn = 0; turn < 5000; ++turn) {
        QStringList fields;
        QString line;
        for (int field = 0; field < 4; ++field) {
            QString text;
            for (int letter = random.bounded(0, 8); letter > 0; --letter)
                text += letters.at(random.bounded(int(letters.size())));
            fields += text;
            line += (field ? u","_s : QString()) + ui::csvField(text);
        }
        const auto read = parsed(line + u"\r\n"_s);
        QCOMPARE(read.size(), 1);
        QCOMPARE(read.first().size(), fields.size());
        for (qsizetype field = 0; field < fields.size(); ++field) {
            QCOMPARE(withoutDefusing(read.first().at(field), fields.at(field)), fields.at(field));
        }
    }
}

void KeyExportTest::aKeyWhoseEndHasPassedIsWrittenAsExpired()
{
    auto key = fullKey();
    key.status = core::KeyStatus::Active;
    key.expiresAt = now.addSecs(-1);
    QCOMPARE(parsed(QString::fromUtf8(ui::keyexport::line(Format::Csv, key, now))).first().at(2), u"expired"_s);
}

void KeyExportTest::theFileHoldsExactlyWhatTheFilterLetsThrough()
{
    test::PageFixture fixture;
    QList<core::Key> keys;
    for (int number = 0; number < 1300; ++number) // more than two portions
        keys += fixture.key(u"key-%1"_s.arg(number), (number % 2 ? u"odd %1"_s : u"even %1"_s).arg(number));
    fixture.put(keys);
    const auto file = fixture.folder() + u"/keys.csv"_s;
    core::KeyQuery query;
    query.organization = fixture.organization();
    query.text = u"odd"_s;
    query.now = fixture.clock().now();
    ui::ExportRun run(file, ui::keyexport::header(Format::Csv),
                      ui::keyexport::reader(fixture.cache(), fixture.clock(), query, Format::Csv), nullptr);
    const auto written = test::wait(run.start());
    QVERIFY_RESULT(written);
    QCOMPARE(*written, 650);
    QFile read(file);
    QVERIFY(read.open(QIODevice::ReadOnly));
    const auto lines = parsed(QString::fromUtf8(read.readAll()));
    QCOMPARE(lines.size(), 651);
    QSet<QString> ids;
    for (const auto &line : lines.mid(1)) {
        QVERIFY2(line.at(1).startsWith(u"odd "), qPrintable(line.at(1)));
        ids += line.at(0);
    }
    QCOMPARE(ids.size(), 650);
}

void KeyExportTest::theFileIsForItsOwnerAlone()
{
    test::PageFixture fixture;
    fixture.put(fixture.pictured());
    const auto file = fixture.folder() + u"/keys.jsonl"_s;
    QFile old(file);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.close();
    old.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadGroup |
                       QFileDevice::ReadOther);
    core::KeyQuery query;
    query.organization = fixture.organization();
    query.now = fixture.clock().now();
    ui::ExportRun run(file, ui::keyexport::header(Format::JsonLines),
                      ui::keyexport::reader(fixture.cache(), fixture.clock(), query, Format::JsonLines), nullptr);
    QVERIFY_RESULT(test::wait(run.start()));
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QCOMPARE(QFile::permissions(file) & others, QFileDevice::Permissions());
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll().count('\n'), fixture.pictured().size());
}

void KeyExportTest::aFileThatCannotBeWrittenIsReportedAndNotThere()
{
    test::PageFixture fixture;
    fixture.put(fixture.pictured());
    const auto file = fixture.folder() + u"/no such folder/keys.csv"_s;
    core::KeyQuery query;
    query.organization = fixture.organization();
    query.now = fixture.clock().now();
    ui::ExportRun run(file, ui::keyexport::header(Format::Csv),
                      ui::keyexport::reader(fixture.cache(), fixture.clock(), query, Format::Csv), nullptr);
    QCOMPARE_ERROR(test::wait(run.start()), core::Error::Kind::Storage);
    QVERIFY(!QFile::exists(file));
}

void KeyExportTest::anExportThatIsGivenUpLeavesTheOldFileAlone()
{
    test::CacheFixture many;
    QVERIFY_RESULT(many.grow(20'000));
    const test::FakeClock clock;
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"keys.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("as it was");
    file.close();
    core::KeyQuery query;
    query.organization = many.acme();
    query.now = clock.now();
    auto run = std::make_unique<ui::ExportRun>(file.fileName(), QByteArray(),
                                               ui::keyexport::reader(many.keys(), clock, query, Format::Csv), nullptr);
    const auto operation = run->start();
    for (int turn = 0; turn < 5; ++turn)
        QCoreApplication::processEvents(); // some of its 40 portions
    QVERIFY(!operation.isFinished());
    run.reset();
    QCOMPARE_ERROR(test::wait(operation), core::Error::Kind::Cancelled);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("as it was"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"keys.csv"_s});
}

QTEST_MAIN(KeyExportTest)
#include "tst_keyexport.moc"
