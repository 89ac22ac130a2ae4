#include "core/backend/gateway/eventstreamparser.h"

#include <QTest>

using core::EventStreamParser;
using core::StreamFrame;

//! Server-Sent Events from whoever answers.
class EventStreamParserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void streamsAreReadAsTheStandardSays_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<StreamFrame>>("frames");
        const auto row = [](const char *name, const QByteArray &bytes, const QList<StreamFrame> &frames) {
            QTest::newRow(name) << bytes << frames;
        };
        row("one event", "id: 1\nevent: activity\ndata: {}\n\n", {{"activity", "{}", "1"}});
        row("the id stays", "id: 1\ndata: a\n\ndata: b\n\n", {{"", "a", "1"}, {"", "b", "1"}});
        row("an id alone", "id: 7\n\n", {{"", "", "7"}});
        row("a name without data", "id: 7\nevent: activity\n\n", {{"", "", "7"}});
        row("data in lines", "data: a\ndata\ndata:  b\n\n", {{"", "a\n\n b", ""}});
        row("carriage returns", "id: 1\rdata: a\r\r", {{"", "a", "1"}});
        row("both", "id: 1\r\ndata: a\r\n\r\n", {{"", "a", "1"}});
        row("a byte order mark",
            "\xEF\xBB\xBF"
            "data: a\n\n",
            {{"", "a", ""}});
        row("comments and unknown fields", ": hello\n:\nretry: 1000\ncolour: red\n\n:\n", {});
        row("no end", "id: 1\ndata: a\n", {});
        row("no blank behind the colon", "id:1\ndata:a\n\n", {{"", "a", "1"}});
        row("an id with a zero byte", QByteArray("id: a\0b\ndata: a\n\n", 17), {{"", "a", ""}});
        row("an endless id", "id: " + QByteArray(3000, 'x') + "\ndata: a\n\n", {{"", "a", ""}});
        row("garbage", QByteArray("\x00\xFF\xFE data\n\n\n", 11), {});
    }
    void streamsAreReadAsTheStandardSays()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<StreamFrame>, frames);
        EventStreamParser whole;
        QVERIFY(whole.take(bytes) == frames);
        QVERIFY(!whole.failed());
        EventStreamParser inBytes;
        QList<StreamFrame> found;
        for (const char byte : bytes)
            found += inBytes.take(QByteArray(1, byte));
        QVERIFY(found == frames);
        QVERIFY(!inBytes.failed());
    }

    void whatHasNoEndIsNotKept_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a line") << QByteArray(1024, 'x');
        QTest::newRow("an event") << "data: " + QByteArray(1000, 'x') + '\n';
    }
    void whatHasNoEndIsNotKept()
    {
        QFETCH(QByteArray, bytes);
        EventStreamParser parser;
        int pieces = 0;
        while (!parser.failed() && ++pieces < 1000)
            QVERIFY(parser.take(bytes).isEmpty());
        QVERIFY(parser.failed());
        QVERIFY(pieces <= EventStreamParser::longestEvent / 1000 + 1);
        QVERIFY(parser.take("\n\ndata: a\n\n").isEmpty());
    }

    void longEventsThatFitAreRead()
    {
        EventStreamParser parser;
        const QByteArray data(200 * 1024, 'x');
        const auto frames = parser.take("data: " + data + "\n\ndata: " + data + "\n\n");
        QCOMPARE(frames.size(), 2);
        QCOMPARE(frames.last().data, data);
    }
};

QTEST_GUILESS_MAIN(EventStreamParserTest)
#include "tst_eventstreamparser.moc"
