#include "core/gateway/check/slidinglog.h"

#include <QTest>
#include <deque>
#include <random>

using gateway::check::SlidingLog;

class SlidingLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void theHundredAndFirstCallInAMinuteIsRefused()
    {
        SlidingLog log;
        for (int i = 0; i < 100; ++i) {
            const auto answer = log.accept(100, 1000 + i);
            QVERIFY(answer.accepted);
            QCOMPARE(answer.state.remaining, static_cast<std::uint32_t>(99 - i));
        }
        const auto refused = log.accept(100, 31000);
        QVERIFY(!refused.accepted);
        QCOMPARE(refused.state.limit, 100U);
        QCOMPARE(refused.state.remaining, 0U);
        QCOMPARE(refused.state.resetSeconds, 30U);
    }

    void waitingAsLongAsToldAlwaysSucceeds()
    {
        std::mt19937 random(7);
        SlidingLog log;
        std::int64_t now = 0;
        for (int i = 0; i < 20000; ++i) {
            now += std::int64_t(random() % 900);
            const auto answer = log.accept(100, now);
            if (answer.accepted)
                continue;
            now += answer.state.resetSeconds * 1000;
            QVERIFY(log.accept(100, now).accepted);
        }
    }

    void aSteadyCallerBelowTheLimitIsNeverRefused_data()
    {
        QTest::addColumn<int>("perMinute");
        QTest::newRow("99 a minute") << 99;
        QTest::newRow("exactly 100 a minute") << 100;
    }
    void aSteadyCallerBelowTheLimitIsNeverRefused()
    {
        QFETCH(int, perMinute);
        SlidingLog log;
        for (int i = 0; i < perMinute * 60; ++i)
            QVERIFY(log.accept(100, std::int64_t(i) * 60000 / perMinute).accepted);
    }

    void noSixtySecondsEverHoldMoreThanTheLimit()
    {
        for (unsigned seed = 0; seed < 20; ++seed) {
            std::mt19937 random(seed);
            SlidingLog log;
            std::deque<std::int64_t> accepted;
            std::int64_t now = 0;
            for (int i = 0; i < 5000; ++i) {
                now += std::int64_t(random() % 10 == 0 ? random() % 30000 : random() % 200);
                while (!accepted.empty() && accepted.front() + 60000 <= now)
                    accepted.pop_front();
                const bool room = accepted.size() < 100;
                QCOMPARE(log.accept(100, now).accepted, room); // never one too many, never one too few
                if (room)
                    accepted.push_back(now);
            }
        }
    }

    void refusedCallsDoNotCount()
    {
        SlidingLog log;
        for (int i = 0; i < 100; ++i)
            QVERIFY(log.accept(100, 0).accepted);
        for (int i = 1; i < 60000; i += 7)
            QVERIFY(!log.accept(100, i).accepted);
        QVERIFY(log.accept(100, 60000).accepted);
    }

    void aChangedLimitKeepsWhatWasCounted()
    {
        SlidingLog log;
        for (int i = 0; i < 100; ++i)
            QVERIFY(log.accept(100, i).accepted);
        QCOMPARE(log.state(150, 200).remaining, 50U);
        QVERIFY(log.accept(150, 200).accepted);
        QVERIFY(!log.accept(10, 300).accepted);
        QCOMPARE(log.state(10, 300).remaining, 0U);
        QVERIFY(!log.accept(0, 300).accepted);
    }

    void aClockThatStepsBackDoesNotLockTheKeyOut()
    {
        SlidingLog log;
        constexpr std::int64_t hour = 3600000;
        for (int i = 0; i < 100; ++i)
            QVERIFY(log.accept(100, 2 * hour).accepted);
        QVERIFY(!log.accept(100, hour).accepted);
        QVERIFY(!log.accept(100, hour + 59999).accepted);
        QVERIFY(log.accept(100, hour + 60000).accepted);
    }

    void aKeyThatRestedForWeeksStartsAnew()
    {
        constexpr std::int64_t weeks = std::int64_t(1) << 32; // all that the ring can tell apart
        SlidingLog log;
        for (int i = 0; i < 3; ++i)
            QVERIFY(log.accept(3, 1000 + i).accepted);
        QCOMPARE(log.state(3, 1000 + weeks).remaining, 3U);
        const auto first = log.accept(3, 1000 + weeks);
        QVERIFY(first.accepted);
        QCOMPARE(first.state.remaining, 2U);
        QCOMPARE(first.state.resetSeconds, 60U);
        QVERIFY(log.accept(3, 1001 + weeks).accepted);
        QVERIFY(log.accept(3, 1002 + weeks).accepted);
        QVERIFY(!log.accept(3, 60999 + weeks).accepted);
        QVERIFY(log.accept(3, 61000 + weeks).accepted);
    }

    void timesALittleOutOfOrderAreCountedAsLater()
    {
        SlidingLog log;
        QVERIFY(log.accept(2, 1000).accepted);
        QVERIFY(log.accept(2, 990).accepted);
        QVERIFY(!log.accept(2, 60999).accepted);
        QVERIFY(log.accept(2, 61000).accepted);
    }
};

QTEST_GUILESS_MAIN(SlidingLogTest)
#include "tst_slidinglog.moc"
