#include "ui/activity/eventexport.h"

#include "core/domain/activityjson.h"
#include "tests/support/check.h"
#include "tests/ui/activity/activityrig.h"
#include "ui/kit/exportbar.h"

#include <QFile>
#include <QJsonDocument>
#include <QPushButton>

using namespace Qt::StringLiterals;
using ui::ExportFormat;

namespace {

constexpr qint64 sample = 12000;

core::ActivityEvent hostile()
{
    core::ActivityEvent event;
    event.id = u"1"_s;
    event.at = QDateTime({2026, 11, 20}, {10, 4, 11}, Qt::UTC);
    event.kind = core::EventKind::Request;
    event.actor = {core::EventActor::Kind::Key, u"k"_s, u"@SUM(A1)"_s};
    event.key = core::EventKey{u"k"_s, u"=1+1"_s, u"wa_7Q…Fa"_s};
    event.method = u"GET"_s;
    event.path = u"/a,\"b\""_s;
    event.status = 403;
    event.code = u"FORBIDDEN"_s;
    event.address = u"203.0.113.7"_s;
    event.userAgent = u"-2+3;=4"_s;
    event.scope = u"contacts:read"_s;
    return event;
}

} // namespace

class EventExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anEventAsCsvIsThisLineWithoutFormulas();
    void anEventAsJsonIsTheContractsObject();
    void theFileIsTheFilteredSetRowByRow_data();
    void theFileIsTheFilteredSetRowByRow();
    void aGatewayThatCannotBeReachedLeavesNoFile();
    void aCancelledExportLeavesNoFile();

private:
    ui::ExportRun *runInto(const QString &file, const core::ActivityFilter &filter);

    test::ActivityRig m_rig;
};

void EventExportTest::initTestCase()
{
    QVERIFY(m_rig.start(sample));
}

ui::ExportRun *EventExportTest::runInto(const QString &file, const core::ActivityFilter &filter)
{
    const auto format = ui::exportFormatFor(file);
    const ui::eventexport::Source source{m_rig.desk->sessions, m_rig.desk->directory, m_rig.organization, filter};
    return new ui::ExportRun(file, ui::eventexport::header(format), ui::eventexport::reader(source, format), nullptr);
}

void EventExportTest::anEventAsCsvIsThisLineWithoutFormulas()
{
    QCOMPARE(ui::eventexport::header(ExportFormat::Csv),
             QByteArray("id,at,kind,actor_kind,actor,key_id,key,hint,method,path,scope,status,code,address,user_agent,"
                        "detail\r\n"));
    QCOMPARE(ui::eventexport::line(ExportFormat::Csv, hostile()),
             QByteArray("1,2026-11-20T10:04:11Z,request,key,'@SUM(A1),k,'=1+1,wa_7Q\xe2\x80\xa6"
                        "Fa,GET,\"/a,\"\"b\"\"\",contacts:read,403,FORBIDDEN,203.0.113.7,\"'-2+3;'=4\",\r\n"));
}

void EventExportTest::anEventAsJsonIsTheContractsObject()
{
    QVERIFY(ui::eventexport::header(ExportFormat::JsonLines).isEmpty());
    const auto line = ui::eventexport::line(ExportFormat::JsonLines, hostile());
    QCOMPARE(line.count('\n'), 1);
    const auto read = core::activityEventFromJson(QJsonDocument::fromJson(line).object());
    QVERIFY_RESULT(read);
    QCOMPARE(*read, hostile());
}

void EventExportTest::theFileIsTheFilteredSetRowByRow_data()
{
    QTest::addColumn<core::ActivityFilter>("filter");
    QTest::addColumn<QString>("suffix");
    const auto now = QDateTime::currentDateTimeUtc();
    for (const auto &suffix : {u"csv"_s, u"jsonl"_s}) {
        const auto row = [&suffix](const char *name, const core::ActivityFilter &filter) {
            QTest::addRow("%s as %s", name, qPrintable(suffix)) << filter << suffix;
        };
        row("everything", {});
        row("refused", {.result = core::ActivityFilter::Result::Refused});
        row("changes", {.kinds = {core::EventKind::KeyCreated, core::EventKind::KeyRotated}});
        row("a text in a week", {.text = u"contacts"_s, .since = now.addDays(-7)});
        row("nothing", {.text = u"no such thing anywhere"_s});
    }
}

void EventExportTest::theFileIsTheFilteredSetRowByRow()
{
    QFETCH(core::ActivityFilter, filter);
    QFETCH(QString, suffix);
    const auto file = m_rig.folder.filePath(u"activity."_s + suffix);
    const std::unique_ptr<ui::ExportRun> run(runInto(file, filter));
    const auto written = test::wait(run->start(), 60000);
    QVERIFY_RESULT(written);
    const auto expected = m_rig.allEvents(filter);
    QCOMPARE(*written, expected.size());
    QFile read(file);
    QVERIFY(read.open(QIODevice::ReadOnly));
    const auto format = ui::exportFormatFor(file);
    QCOMPARE(read.read(ui::eventexport::header(format).size()), ui::eventexport::header(format));
    for (const auto &event : expected) {
        const auto line = ui::eventexport::line(format, event);
        QCOMPARE(read.read(line.size()), line);
    }
    QVERIFY(read.atEnd());
}

void EventExportTest::aCancelledExportLeavesNoFile()
{
    ui::ExportBar bar;
    bar.show();
    QStringList cancelled;
    connect(&bar, &ui::ExportBar::cancelled, this, [&](const QString &name) { cancelled += name; });
    const auto file = m_rig.folder.filePath(u"cancelled.csv"_s);
    auto *run = runInto(file, {});
    connect(run, &ui::ExportRun::progressed, &bar, [&bar](qint64 written) {
        if (written > 0)
            bar.findChild<QPushButton *>()->click();
    });
    bar.follow(run, sample);
    QVERIFY(bar.isVisible());
    QTRY_COMPARE(cancelled, QStringList{u"cancelled.csv"_s});
    QVERIFY(!bar.isVisible());
    QVERIFY(!QFile::exists(file));
}

void EventExportTest::aGatewayThatCannotBeReachedLeavesNoFile()
{
    const ui::eventexport::Source nowhere{m_rig.desk->sessions, m_rig.desk->directory, m_rig.organization + 1000, {}};
    const auto file = m_rig.folder.filePath(u"unreached.csv"_s);
    ui::ExportRun run(file, ui::eventexport::header(ExportFormat::Csv),
                      ui::eventexport::reader(nowhere, ExportFormat::Csv), nullptr);
    QCOMPARE_ERROR(test::wait(run.start()), core::Error::Kind::Unauthorized);
    QVERIFY(!QFile::exists(file));
}

QTEST_MAIN(EventExportTest)
#include "tst_eventexport.moc"
