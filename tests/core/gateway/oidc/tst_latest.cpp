#include "core/gateway/oidc/latest.h"
#include "tests/support/check.h"
#include "tests/support/fakeclock.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! When a document is fetched.
class LatestTest : public QObject {
    Q_OBJECT

    test::FakeClock m_clock;
    QList<core::Settle<int>> m_fetches;
    gateway::oidc::Latest<int> m_latest{m_clock, this, [this] {
                                            m_fetches += core::Settle<int>();
                                            return m_fetches.last().operation();
                                        }};

    core::Result<int> fetched(int value)
    {
        const auto operation = m_latest.get(0s);
        m_fetches.last()(value);
        return test::wait(operation);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_fetches.clear();
    }

    void whoAsksMeanwhileWaitsForTheSameOne()
    {
        const auto first = m_latest.get(0s);
        const auto second = m_latest.get(0s);
        QCOMPARE(m_fetches.size(), 1);
        QVERIFY(!second.isFinished());
        m_fetches.last()(7);
        QCOMPARE(*test::wait(first), 7);
        QCOMPARE(*test::wait(second), 7);
    }

    void itIsKeptUntilItIsTooOld()
    {
        QCOMPARE(*fetched(1), 1);
        m_clock.advance(59s);
        QCOMPARE(*test::wait(m_latest.get(60s)), 1);
        QCOMPARE(m_fetches.size(), 1);
        m_clock.advance(1s);
        const auto again = m_latest.get(60s);
        QCOMPARE(m_fetches.size(), 2);
        m_fetches.last()(2);
        QCOMPARE(*test::wait(again), 2);
    }

    void aClockThatWasSetBackKeepsNothing()
    {
        QCOMPARE(*fetched(1), 1);
        m_clock.advance(-10s);
        const auto again = m_latest.get(60s);
        QCOMPARE(m_fetches.size(), 2);
        m_fetches.last()(2);
        QCOMPARE(*test::wait(again), 2);
    }

    void aFailureIsTriedAgain()
    {
        const auto failing = m_latest.get(0s);
        m_fetches.last()(core::Error{core::Error::Kind::Offline});
        QCOMPARE_ERROR(test::wait(failing), core::Error::Kind::Offline);
        QCOMPARE(*fetched(3), 3);
    }
};

QTEST_GUILESS_MAIN(LatestTest)
#include "tst_latest.moc"
