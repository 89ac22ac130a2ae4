#include "core/net/headers.h"

#include "tests/support/check.h"

using namespace core;
using namespace Qt::StringLiterals;

class HeadersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesAndValuesThatCouldBringMoreHeadersAreRefused()
    {
        QVERIFY(headers::isName("If-Match"));
        QVERIFY(!headers::isName(""));
        QVERIFY(!headers::isName("Two Words"));
        QVERIFY(!headers::isName("X:"));
        QVERIFY(headers::isValue("\"7\" ~"));
        QVERIFY(!headers::isValue("a\r\nX-Api-Key: b"));
        QVERIFY(!headers::isValue("a\tb"));
        QVERIFY(!headers::isValue(QByteArrayView("a\0b", 3)));
        QVERIFY(!headers::isValue("ü"));
    }

    void onlyAHttpDateIsADate()
    {
        QCOMPARE(headers::date("Sun, 06 Nov 1994 08:49:37 GMT"), QDateTime({1994, 11, 6}, {8, 49, 37}, Qt::UTC));
        for (const auto *text : {"", "0", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 2026 08:49:37 GMT",
                                 "1994-11-06T08:49:37Z", "Sunday, 06-Nov-94 08:49:37 GMT"})
            QVERIFY2(!headers::date(text).isValid(), text);
    }

    void retryAfterIsSecondsOrADate_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("seconds"); // −1: cannot be read
        QTest::newRow("seconds") << QByteArray("12") << qint64(12);
        QTest::newRow("zero") << QByteArray("0") << qint64(0);
        QTest::newRow("days") << QByteArray("864000") << qint64(3600);
        QTest::newRow("beyond numbers") << QByteArray("99999999999999999999") << qint64(3600);
        QTest::newRow("a date") << QByteArray("Fri, 20 Nov 2026 10:04:30 GMT") << qint64(30);
        QTest::newRow("a date that has passed") << QByteArray("Fri, 20 Nov 2026 10:00:00 GMT") << qint64(0);
        QTest::newRow("negative") << QByteArray("-5") << qint64(-1);
        QTest::newRow("garbage") << QByteArray("soon") << qint64(-1);
        QTest::newRow("absent") << QByteArray() << qint64(-1);
    }
    void retryAfterIsSecondsOrADate()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, seconds);
        const auto pause = headers::retryAfter(text, QDateTime({2026, 11, 20}, {10, 4}, Qt::UTC));
        QCOMPARE(pause ? qint64(pause->count()) : qint64(-1), seconds);
    }

    void theSessionIsTakenFromItsOwnCookieOnly_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QByteArray>("session");
        const QByteArray session(43, 's');
        QTest::newRow("with attributes") << "keysteward_session=" + session + "; Path=/; HttpOnly; SameSite=Strict"
                                         << session;
        QTest::newRow("alone") << "keysteward_session=" + session << session;
        QTest::newRow("among others") << "a=b\nkeysteward_session=" + session + "; Secure\nc=d" << session;
        QTest::newRow("twice") << "keysteward_session=" + session + "\nkeysteward_session=" + session << QByteArray();
        QTest::newRow("deleted") << QByteArray("keysteward_session=; Max-Age=0") << QByteArray();
        QTest::newRow("too short") << QByteArray("keysteward_session=short") << QByteArray();
        QTest::newRow("too long") << "keysteward_session=" + QByteArray(1025, 's') << QByteArray();
        QTest::newRow("quoted") << "keysteward_session=\"" + session + "\"" << QByteArray();
        QTest::newRow("with a space") << "keysteward_session=" + session + " " + session << QByteArray();
        QTest::newRow("another name") << "keysteward_session2=" + session << QByteArray();
        QTest::newRow("a name that ends alike") << "x-keysteward_session=" + session << QByteArray();
        QTest::newRow("none") << QByteArray() << QByteArray();
    }
    void theSessionIsTakenFromItsOwnCookieOnly()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QByteArray, session);
        const auto found = headers::sessionCookie(lines);
        QCOMPARE(QByteArray(found.reveal().data(), qsizetype(found.size())), session);
    }

    void cookiesAreKeptAsTheyStandInTheirOrder()
    {
        const auto found = headers::cookies("a.token=x%2By%3D; Path=/; HttpOnly\nb=1; Max-Age=600\nb=; Max-Age=0\n"
                                            "c=2; max-age=0\nno pair\nd=\"quoted\"\n=nameless\ne=two words");
        QList<std::pair<QByteArray, QByteArray>> read;
        for (const auto &[name, value] : found)
            read.append({name, QByteArray(value.reveal().data(), qsizetype(value.size()))});
        const QList<std::pair<QByteArray, QByteArray>> expected{
            {"a.token", "x%2By%3D"}, {"b", "1"}, {"b", ""}, {"c", ""}};
        QCOMPARE(read, expected);
    }

    void plainHttpIsForThisMachineOnly_data()
    {
        QTest::addColumn<bool>("trustworthy");
        for (const auto *url : {"https://keys.example.com", "https://10.0.0.1:8443/", "http://127.0.0.1:8470",
                                "http://127.9.9.9", "http://[::1]:8470", "http://localhost:8470", "http://LOCALHOST"})
            QTest::newRow(url) << true;
        for (const auto *url : {"http://keys.example.com", "http://10.0.0.1", "http://localhost.example.com",
                                "http://127.0.0.1.example.com", "ftp://127.0.0.1", "file:///etc/passwd", "https://",
                                "https://user:password@keys.example.com", "keys.example.com", ""})
            QTest::newRow(qPrintable("no: "_L1 + QLatin1StringView(url))) << false;
    }
    void plainHttpIsForThisMachineOnly()
    {
        QFETCH(bool, trustworthy);
        QString url = QString::fromLatin1(QTest::currentDataTag());
        url.remove(u"no: "_s);
        QCOMPARE(headers::isTrustworthy(QUrl(url)), trustworthy);
    }
};

QTEST_GUILESS_MAIN(HeadersTest)
#include "tst_headers.moc"
