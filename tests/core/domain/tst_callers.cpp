#include "core/domain/callers.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

class CallersTest : public QObject {
    Q_OBJECT

    const QDateTime m_now{QDate(2026, 11, 20), QTime(10, 4, 30), Qt::UTC};

    static ActivityEvent event(const QDateTime &at, int status)
    {
        ActivityEvent event;
        event.kind = EventKind::Request;
        event.at = at;
        event.status = status;
        return event;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aDayOfHalfHoursEndsWithTheOneUnderWay()
    {
        const auto counts = callers::emptyHalfHours(m_now);
        QCOMPARE(counts.size(), 48);
        QCOMPARE(counts.last().start, QDateTime({2026, 11, 20}, {10, 0}, Qt::UTC));
        QCOMPARE(counts.first().start, QDateTime({2026, 11, 19}, {10, 30}, Qt::UTC));
        for (qsizetype i = 1; i < counts.size(); ++i)
            QCOMPARE(counts[i - 1].start.secsTo(counts[i].start), callers::halfHour.count());
    }

    void requestsAreCountedInTheirHalfHourByOutcome()
    {
        auto counts = callers::emptyHalfHours(m_now);
        const auto start = counts.last().start;
        callers::add(counts,
                     {event(start, 200), event(m_now, 204), event(m_now, 401), event(m_now, 403), event(m_now, 429),
                      event(m_now, 500), event(start.addMSecs(-1), 200), event(counts.first().start, 200)});
        QCOMPARE(counts.last(), (UsageCount{start, 2, 1, 1, 1, 1}));
        QCOMPARE(counts[46].ok, 1);
        QCOMPARE(counts.first().ok, 1);
    }

    void whatLiesOutsideIsLeftOut()
    {
        auto counts = callers::emptyHalfHours(m_now);
        const auto before = counts;
        callers::add(counts, {event(counts.first().start.addMSecs(-1), 200),
                              event(counts.last().start.addSecs(callers::halfHour.count()), 200)});
        QCOMPARE(counts, before);
        QList<UsageCount> none;
        callers::add(none, {event(m_now, 200)});
        QVERIFY(none.isEmpty());
    }

    void recentAddressesAreThoseThatCalledLately()
    {
        Callers callers;
        callers.recentSince = m_now.addSecs(-3600);
        callers.addresses = {{u"10.0.0.1"_s, 9, {}, m_now},
                             {u"10.0.0.2"_s, 5, {}, m_now.addSecs(-3601)},
                             {u"10.0.0.3"_s, 1, {}, m_now.addSecs(-3600)}};
        QCOMPARE(callers.recentAddresses(), 2);
    }
};

QTEST_APPLESS_MAIN(CallersTest)
#include "tst_callers.moc"
