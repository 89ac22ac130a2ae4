#include "core/domain/calendar.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
namespace calendar = core::calendar;

class CalendarTest : public QObject {
    Q_OBJECT

private:
    const QDateTime m_now{{2026, 11, 21}, {10, 4, 5}, Qt::UTC};

    calendar::Entry entry(const QString &summary) const
    {
        return {u"key-1.org-1@keysteward"_s, m_now.addDays(30), summary, u"wa_Lk08…pQ2c"_s, 3,
                {std::chrono::hours(24)}};
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aCalendarHasTheWantedLines()
    {
        const auto lines = calendar::entry(entry(u"CRM sync"_s), m_now).split('\n');
        for (const char *wanted : {"BEGIN:VEVENT\r", "UID:key-1.org-1@keysteward\r", "DTSTAMP:20261121T100405Z\r",
                                   "DTSTART:20261221T100405Z\r", "SEQUENCE:3\r", "SUMMARY:CRM sync\r",
                                   "TRIGGER:-PT86400S\r", "END:VALARM\r", "END:VEVENT\r"})
            QVERIFY2(lines.contains(wanted), wanted);
    }

    void noLineIsTooLongAndNoCharacterIsCut()
    {
        for (const auto &summary : {QString(500, u'x'), QString(300, u'鍵'), u"😀"_s.repeated(200), QString()}) {
            const auto whole = calendar::head(summary) + calendar::entry(entry(summary), m_now) + calendar::tail();
            QVERIFY(whole.endsWith("\r\n"));
            for (const auto &line : whole.chopped(2).split('\n')) {
                QVERIFY(line.size() <= 76); // with its carriage return
                QVERIFY(QString::fromUtf8(line).toUtf8() == line);
                QVERIFY(!QString::fromUtf8(line).contains(QChar::ReplacementCharacter));
            }
        }
    }

    //! An independent program reads back exactly what was put in.
    void aParserOfOthersReadsItBack()
    {
        const QStringList names{u"CRM sync"_s,   u"a;b,c\\d:e\"f"_s,
                                u"two\nlines"_s, QString(200, u'鍵') + u" ; ,"_s,
                                u"END:VEVENT"_s, u"x\r\nBEGIN:VALARM"_s};
        QByteArray whole = calendar::head(u"Northwind, keys; ends"_s);
        for (int i = 0; i < names.size(); ++i) {
            auto each = entry(names[i]);
            each.uid = u"key-%1.org-1@keysteward"_s.arg(i);
            whole += calendar::entry(each, m_now);
        }
        QTemporaryDir folder;
        QFile file(folder.filePath(u"keys.ics"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(whole + calendar::tail()) > 0);
        file.close();
        QProcess parser;
        parser.start(u"/usr/bin/python3"_s, {u"-c"_s, uR"(
import sys, icalendar
calendar = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
for event in calendar.walk("VEVENT"):
    alarm = event.walk("VALARM")[0]
    print(event["UID"], event["DTSTART"].dt.isoformat(), event["SEQUENCE"], alarm["TRIGGER"].dt.total_seconds(),
          str(event["SUMMARY"]).encode().hex(), sep="|")
)"_s,
                                             file.fileName()});
        QVERIFY(parser.waitForFinished());
        QVERIFY2(parser.exitCode() == 0, parser.readAllStandardError().constData());
        QStringList expected;
        for (int i = 0; i < names.size(); ++i) {
            // A carriage return is no character of a name: it is shown as a mark.
            const auto shown = QString(names[i]).replace(u'\r', u"⟦U+000D⟧"_s);
            expected += u"key-%1.org-1@keysteward|2026-12-21T10:04:05+00:00|3|-86400.0|%2"_s.arg(i).arg(
                QString::fromLatin1(shown.toUtf8().toHex()));
        }
        QCOMPARE(QString::fromUtf8(parser.readAllStandardOutput()).trimmed().split(u'\n'), expected);
    }
};

QTEST_GUILESS_MAIN(CalendarTest)
#include "tst_calendar.moc"
