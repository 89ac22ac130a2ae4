#include "tests/support/check.h"

#include <QRegularExpression>
#include <thread>

using namespace core;
using namespace Qt::StringLiterals;

class AsyncTest : public QObject {
    Q_OBJECT

    static Async<int> failure() { return ready<int>(Error{Error::Kind::Conflict}); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aChainStopsAtTheFirstError()
    {
        bool ran = false;
        const auto chained = andThen(failure(), [&](int) -> Result<int> {
            ran = true;
            return 1;
        });
        QCOMPARE_ERROR(test::wait(chained), Error::Kind::Conflict);
        QVERIFY(!ran);
    }

    void aChainMayStartAnotherOperation()
    {
        const auto chained = andThen(ready<int>(20), [](int value) { return ready<int>(value + 1); });
        const auto result = test::wait(chained);
        QVERIFY_RESULT(result);
        QCOMPARE(*result, 21);
    }

    void anInnerErrorComesOutOfTheChain()
    {
        const auto chained = andThen(ready<int>(20), [](int) { return failure(); });
        QCOMPARE_ERROR(test::wait(chained), Error::Kind::Conflict);
    }

    void deliveryIsNeverReentrant()
    {
        int seen = 0;
        whenDone(ready<int>(7), this, [&](const Result<int> &result) { seen = *result; });
        QCOMPARE(seen, 0);
        QTRY_COMPARE(seen, 7);
    }

    void nothingIsDeliveredToADeadContext()
    {
        bool delivered = false;
        bool later = false;
        {
            QObject context;
            whenDone(ready<int>(7), &context, [&](const Result<int> &) { delivered = true; });
        }
        whenDone(ready<int>(8), this, [&](const Result<int> &) { later = true; });
        QTRY_VERIFY(later);
        QVERIFY(!delivered);
    }

    void theFirstAnswerWins()
    {
        const Settle<int> settle;
        settle(1);
        settle(Error{Error::Kind::Server});
        const auto result = test::wait(settle.operation());
        QVERIFY_RESULT(result);
        QCOMPARE(*result, 1);
    }

    void anOperationThatNobodyCanSettleAnyMoreIsCancelled()
    {
        Async<int> operation;
        {
            const Settle<int> settle;
            operation = settle.operation();
            QVERIFY(!operation.isFinished());
        }
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::Cancelled);
    }

    void aChainMayContinueInAnotherThread()
    {
        const Settle<int> settle;
        const auto chained = andThen(settle.operation(), [](int value) -> Result<int> { return value * 2; });
        std::thread([settle] { settle(21); }).join();
        const auto result = test::wait(chained);
        QVERIFY_RESULT(result);
        QCOMPARE(*result, 42);
    }
};

QTEST_GUILESS_MAIN(AsyncTest)
#include "tst_async.moc"
