#include "ui/kit/words.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace ui;
using Kind = core::Error::Kind;

static const QDateTime now({2026, 11, 20}, {10, 4}, Qt::UTC);
constexpr qint64 minute = 60, hour = 3600, day = 24 * hour;

class WordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreRelativeUpToAWeek_data();
    void timesAreRelativeUpToAWeek();
    void expirySaysWhatHappensToTheKey_data();
    void expirySaysWhatHappensToTheKey();
    void lastUseSaysNeverOrThatNobodyTells();
    void exactTimesNameTheZone();
    void everyErrorSaysWhatHappenedAndWhatNext_data();
    void everyErrorSaysWhatHappenedAndWhatNext();
    void whatWasCancelledIsNotSpokenOf();
    void factsStandInTheSentence();
    void wordsOfAGatewayAreMadeVisible();
};

void WordsTest::timesAreRelativeUpToAWeek_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("now") << qint64(0) << u"just now"_s;
    QTest::newRow("9 s") << qint64(-9) << u"just now"_s;
    QTest::newRow("14 s") << qint64(-14) << u"14 s ago"_s;
    QTest::newRow("59 s") << qint64(-59) << u"59 s ago"_s;
    QTest::newRow("2 min") << -2 * minute << u"2 min ago"_s;
    QTest::newRow("2 h") << -2 * hour - 59 * minute << u"2 h ago"_s;
    QTest::newRow("23 h") << 23 * hour << u"in 23 h"_s;
    QTest::newRow("a day") << -day << u"1 day ago"_s;
    QTest::newRow("6 days") << 6 * day + hour << u"in 6 days"_s;
    QTest::newRow("a week") << -7 * day << u"7 days ago"_s;
    QTest::newRow("nearly 6 days") << 6 * day - 1 << u"in 6 days"_s;
    QTest::newRow("nearly a day") << day - 1 << u"in 1 day"_s;
    QTest::newRow("beyond a week") << -8 * day << u"12 Nov 2026"_s;
    QTest::newRow("a date to come") << 64 * day << u"23 Jan 2027"_s;
}

void WordsTest::timesAreRelativeUpToAWeek()
{
    QFETCH(qint64, seconds);
    QTEST(words::relative(now.addSecs(seconds), now), "words");
}

void WordsTest::expirySaysWhatHappensToTheKey_data()
{
    QTest::addColumn<core::Key>("key");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("beside");
    core::Key key;
    key.status = core::KeyStatus::Active;
    key.createdAt = now.addDays(-100);
    QTest::newRow("never") << key << u"Never"_s << u"Never"_s;
    key.expiresAt = now.addDays(64);
    QTest::newRow("far away") << key << u"in 64 days"_s << u"in 64 days"_s;
    key.expiresAt = now.addDays(171);
    QTest::newRow("farther away") << key << u"in 171 days"_s << u"in 171 days"_s;
    key.expiresAt = now.addSecs(6 * day + 100);
    QTest::newRow("soon") << key << u"in 6 days"_s << u"in 6 days"_s;
    key.expiresAt = now.addDays(-3);
    QTest::newRow("passed since it was read") << key << u"Expired 3 days ago"_s << u"3 days ago"_s;
    key.status = core::KeyStatus::Expired;
    QTest::newRow("expired") << key << u"Expired 3 days ago"_s << u"3 days ago"_s;
    key.retiresAt = now.addDays(-5);
    QTest::newRow("retired") << key << u"Retired 5 days ago"_s << u"5 days ago"_s;
    key.expiresAt = now.addDays(90);
    key.status = core::KeyStatus::Retiring;
    key.retiresAt = now.addSecs(22 * hour);
    QTest::newRow("retiring") << key << u"Retires in 22 h"_s << u"in 22 h"_s;
    key.status = core::KeyStatus::Revoked;
    key.revokedAt = now.addDays(-18);
    QTest::newRow("revoked") << key << u"Revoked 18 days ago"_s << u"18 days ago"_s;
    key.revokedAt = {};
    QTest::newRow("revoked at an unknown time") << key << u"Revoked"_s << u"Revoked"_s;
}

void WordsTest::expirySaysWhatHappensToTheKey()
{
    QFETCH(core::Key, key);
    QTEST(words::expiry(key, now), "words");
    QTEST(words::shortExpiry(key, now), "beside");
}

void WordsTest::lastUseSaysNeverOrThatNobodyTells()
{
    core::Key key;
    QCOMPARE(words::lastUse(key, now), u"Never used"_s);
    key.lastUsed = core::LastUse{now.addSecs(-31), u"203.0.113.7"_s, {}};
    QCOMPARE(words::lastUse(key, now), u"31 s ago"_s);
    key.lastUsed.reset();
    key.useIsTold = false;
    QCOMPARE(words::lastUse(key, now), u"Not told"_s);
}

void WordsTest::exactTimesNameTheZone()
{
    QCOMPARE(words::exact(QDateTime({2027, 1, 23}, {23, 59}, Qt::UTC)), u"23 January 2027, 23:59 UTC"_s);
    QCOMPARE(words::exact({}), QString());
    QCOMPARE(words::date(QDateTime({2026, 9, 14}, {12, 0}, Qt::UTC)), u"14 Sep 2026"_s);
}

void WordsTest::everyErrorSaysWhatHappenedAndWhatNext_data()
{
    QTest::addColumn<int>("kind");
    for (int kind = int(Kind::Offline); kind <= int(Kind::LocalGateway); ++kind)
        QTest::newRow(qPrintable(core::nameOf(Kind(kind)))) << kind;
}

void WordsTest::everyErrorSaysWhatHappenedAndWhatNext()
{
    QFETCH(int, kind);
    const core::Error error{Kind(kind), u"HTTP 418 deep inside"_s};
    const QString words = words::message(error);
    QVERIFY(words.size() > 30);
    QVERIFY2(words.count(u'.') >= 2 || words.contains(u','), qPrintable(words));
    QVERIFY2(words.endsWith(u'.'), qPrintable(words));
    // Technical detail is for the log, except where it is the only thing that helps.
    if (Kind(kind) != Kind::LocalGateway)
        QVERIFY2(!words.contains(u"418"_s), qPrintable(words));
    for (int other = int(Kind::Offline); other < kind; ++other)
        QVERIFY2(words != words::message({Kind(other)}), qPrintable(core::nameOf(Kind(other))));
}

void WordsTest::whatWasCancelledIsNotSpokenOf()
{
    QCOMPARE(words::message({Kind::Cancelled}), QString());
}

void WordsTest::factsStandInTheSentence()
{
    core::Error slow{Kind::RateLimited};
    slow.retryAfter = std::chrono::seconds(42);
    QVERIFY(words::message(slow).contains(u"42 s"_s));
    slow.retryAfter = std::chrono::seconds(300);
    QVERIFY(words::message(slow).contains(u"5 min"_s));
    core::Error full{Kind::PlanLimit};
    full.facts.insert(u"limit"_s, u"10"_s);
    QVERIFY(words::message(full).contains(u"10 keys"_s));
    core::Error fault{Kind::Server};
    fault.requestId = u"req_7"_s;
    QVERIFY(words::message(fault).contains(u"req_7"_s));
}

void WordsTest::wordsOfAGatewayAreMadeVisible()
{
    core::Error error{Kind::Validation};
    error.fields.insert(u"name"_s, u"<b>taken\u202E</b>\nby"_s);
    const QString words = words::fieldMessage(error, u"name"_s);
    QVERIFY(!words.contains(QChar(0x202E)));
    QVERIFY(!words.contains(u'\n'));
    QVERIFY(words.contains(u"U+202E"_s));
    QCOMPARE(words::fieldMessage(error, u"note"_s), QString());
    QVERIFY(!words::message(error).contains(QChar(0x202E)));
}

QTEST_MAIN(WordsTest)
#include "tst_words.moc"
