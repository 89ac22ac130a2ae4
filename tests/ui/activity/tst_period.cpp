#include "ui/activity/period.h"

#include <QTest>

using namespace Qt::StringLiterals;
using ui::Period;

class PeriodTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theLastDaysBeginWithAWholeHour();
    void aRangeHoldsUntilItIsLeft();
    void anotherPeriodGivesUpTheRange();
    void theHistogramCountsHoursOfAWeekAndDaysOfAMonth();

private:
    const QDateTime m_now{{2026, 11, 20}, {10, 5, 7}, Qt::UTC};
};

void PeriodTest::theLastDaysBeginWithAWholeHour()
{
    const Period period;
    core::ActivityFilter filter;
    period.limit(filter, m_now);
    QCOMPARE(period.name(), u"Last 7 days"_s);
    QCOMPARE(filter.since, QDateTime({2026, 11, 13}, {10, 0}, Qt::UTC));
    QVERIFY(!filter.until.isValid()); // what comes belongs to it
    QVERIFY(!Period::since(Period::Last::Ever, m_now).isValid());
}

void PeriodTest::aRangeHoldsUntilItIsLeft()
{
    Period period;
    const QDateTime from({2026, 11, 14}, {10, 0}, Qt::UTC);
    period.chooseRange(from, from.addSecs(4 * 3600));
    core::ActivityFilter filter;
    period.limit(filter, m_now);
    QCOMPARE(period.name(), u"14 Nov 10:00 – 14 Nov 14:00"_s);
    QCOMPARE(filter.since, from);
    QCOMPARE(filter.until, from.addSecs(4 * 3600));
    period.leaveRange();
    QCOMPARE(period.name(), u"Last 7 days"_s);
}

void PeriodTest::anotherPeriodGivesUpTheRange()
{
    Period period;
    period.chooseRange(m_now.addSecs(-7200), m_now);
    period.choose(Period::Last::Month);
    QVERIFY(!period.hasRange());
    QCOMPARE(period.name(), u"Last 30 days"_s);
}

void PeriodTest::theHistogramCountsHoursOfAWeekAndDaysOfAMonth()
{
    Period period;
    auto stretch = period.stretch(m_now);
    QCOMPARE(stretch.bucket, core::UsageBucket::Hour);
    QCOMPARE(stretch.since.secsTo(stretch.until), 7 * 24 * 3600 + 3600); // with the hour that runs
    period.choose(Period::Last::Month);
    stretch = period.stretch(m_now);
    QCOMPARE(stretch.bucket, core::UsageBucket::Day);
    QCOMPARE(stretch.until, QDateTime({2026, 11, 21}, {0, 0}, Qt::UTC));
    QCOMPARE(stretch.since, QDateTime({2026, 10, 21}, {0, 0}, Qt::UTC));
}

QTEST_MAIN(PeriodTest)
#include "tst_period.moc"
