#include "ui/kit/chartscale.h"

#include <QTest>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace ui::chart;

class ChartScaleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theGridHasRoundNumbers_data();
    void theGridHasRoundNumbers();
    void noHighestIsAboveItsGrid();
    void countsBesideTheGridAreShort();
    void asManyTimesAreNamedAsFit();
    void hoursOfAClockAtHalfPastAreNamed();
    void barsLieOnThePixelsOfTheScreen_data();
    void barsLieOnThePixelsOfTheScreen();
    void eachPlaceBelongsToOneBar();

private:
    static QList<core::UsageCount> counts(const QDateTime &first, std::chrono::seconds bucket, int number)
    {
        QList<core::UsageCount> list;
        for (int i = 0; i < number; ++i)
            list.append({.start = first.addSecs(i * bucket.count())});
        return list;
    }
    static QStringList texts(const QList<core::UsageCount> &list, std::chrono::seconds bucket, int width)
    {
        QStringList words;
        for (const auto &tick :
             timeTicks(list, bucket, width, [](const QString &text) { return int(text.size()) * 6; }))
            words.append(tick.text);
        return words;
    }
    const QDateTime m_monday{QDate(2026, 11, 2), QTime(0, 0), Qt::UTC};
};

void ChartScaleTest::theGridHasRoundNumbers_data()
{
    QTest::addColumn<qint64>("highest");
    QTest::addColumn<CountScale>("scale");
    QTest::newRow("nothing") << qint64(0) << CountScale{1, 1};
    QTest::newRow("one") << qint64(1) << CountScale{1, 1};
    QTest::newRow("few") << qint64(3) << CountScale{3, 1};
    QTest::newRow("five") << qint64(5) << CountScale{6, 2};
    QTest::newRow("hundreds") << qint64(380) << CountScale{400, 100};
    QTest::newRow("a bit more") << qint64(401) << CountScale{600, 200};
    QTest::newRow("many") << qint64(1'234'567) << CountScale{1'500'000, 500'000};
}

void ChartScaleTest::theGridHasRoundNumbers()
{
    QFETCH(qint64, highest);
    QFETCH(CountScale, scale);
    const CountScale found = scaleFor(highest);
    QCOMPARE(found.top, scale.top);
    QCOMPARE(found.step, scale.step);
}

void ChartScaleTest::noHighestIsAboveItsGrid()
{
    for (qint64 highest = 1; highest < 1'000'000'000'000; highest = highest * 13 / 10 + 1) {
        const CountScale scale = scaleFor(highest);
        QVERIFY(scale.top >= highest);
        QVERIFY(scale.top - scale.step < highest);
        QVERIFY(scale.top % scale.step == 0 && scale.top / scale.step <= 4);
    }
}

void ChartScaleTest::countsBesideTheGridAreShort()
{
    QCOMPARE(shortCount(0), u"0"_s);
    QCOMPARE(shortCount(9'500), u"9,500"_s);
    QCOMPARE(shortCount(12'000), u"12k"_s);
    QCOMPARE(shortCount(1'500'000), u"1.5M"_s);
}

void ChartScaleTest::asManyTimesAreNamedAsFit()
{
    const auto month = counts(m_monday, 24h, 30);
    QCOMPARE(texts(month, 24h, 2000).size(), 30);
    QCOMPARE(texts(month, 24h, 300), QStringList({u"2 Nov"_s, u"9 Nov"_s, u"16 Nov"_s, u"23 Nov"_s, u"30 Nov"_s}));
    const auto year = counts(m_monday, 24h, 365);
    QCOMPARE(texts(year, 24h, 600).first(2), QStringList({u"Dec"_s, u"Jan 2027"_s}));
    const auto day = counts(m_monday, 1h, 24);
    QCOMPARE(texts(day, 1h, 250), QStringList({u"2 Nov"_s, u"06:00"_s, u"12:00"_s, u"18:00"_s}));
    QCOMPARE(texts(day, 1h, 10), QStringList());
    QCOMPARE(texts({}, 1h, 500), QStringList());
}

void ChartScaleTest::hoursOfAClockAtHalfPastAreNamed()
{
    const QByteArray zone = qgetenv("TZ");
    const auto back = qScopeGuard([zone] { qputenv("TZ", zone); });
    qputenv("TZ", "Asia/Kolkata");
    const auto day = counts(m_monday, 1h, 24);
    QCOMPARE(texts(day, 1h, 250).first(2), QStringList({u"06:30"_s, u"12:30"_s}));
    QCOMPARE(bucketName(m_monday, 1h), u"Mon 2 Nov 2026, 05:30 – 06:30"_s);
    QCOMPARE(bucketName(m_monday, 24h), u"Mon 2 Nov 2026"_s); // days are counted in UTC
}

void ChartScaleTest::barsLieOnThePixelsOfTheScreen_data()
{
    QTest::addColumn<int>("buckets");
    QTest::addColumn<double>("ratio");
    for (const int buckets : {1, 7, 30, 365, 1000})
        for (const double ratio : {1.0, 1.5, 2.0})
            QTest::addRow("%d at %.0f %%", buckets, ratio * 100) << buckets << ratio;
}

void ChartScaleTest::barsLieOnThePixelsOfTheScreen()
{
    QFETCH(int, buckets);
    QFETCH(double, ratio);
    const auto isWhole = [ratio](qreal value) { return qAbs(value * ratio - std::round(value * ratio)) < 1e-6; };
    const BarPlaces places(QRectF(40, 6, 512, 140), buckets, 400, ratio);
    for (int i = 0; i < buckets; ++i) {
        const QRectF bar = places.bar(i);
        QVERIFY(isWhole(bar.left()) && isWhole(bar.width()));
        QVERIFY(bar.width() * ratio >= 1 - 1e-6 && bar.width() <= 48);
        QVERIFY(bar.left() >= 40 && bar.right() <= 552 + 1 / ratio);
    }
    for (const qint64 count : {0, 1, 123, 400})
        QVERIFY(isWhole(places.y(count)));
    QCOMPARE(places.y(0), 146.0);
    QCOMPARE(places.y(400), 6.0);
}

void ChartScaleTest::eachPlaceBelongsToOneBar()
{
    const BarPlaces places(QRectF(40, 6, 512, 140), 30, 400, 1);
    for (qsizetype i = 0; i < 30; ++i)
        QCOMPARE(places.bucketAt(places.bar(i).center().x()), i);
    QCOMPARE(places.bucketAt(-100), 0);
    QCOMPARE(places.bucketAt(9999), 29);
}

QTEST_GUILESS_MAIN(ChartScaleTest)
#include "tst_chartscale.moc"
