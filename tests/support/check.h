#pragma once

#include "core/base/async.h"

#include <QTest>

namespace test {

//! "RateLimited: …": what a failed Result says of itself in a test's output.
QString words(const core::Error &error);

//! Waits for an operation, which always finishes, and returns its result.
template <typename T>
core::Result<T> wait(const QFuture<core::Result<T>> &operation, int timeout = 20000)
{
    if (!QTest::qWaitFor([&] { return operation.isFinished(); }, timeout))
        return core::Error{core::Error::Kind::TimedOut, QStringLiteral("the operation did not finish")};
    return operation.result();
}

} // namespace test

//! Like QVERIFY, for a Result: a failure prints the error's kind and detail.
#define QVERIFY_RESULT(result)                                                                                         \
    do {                                                                                                               \
        const auto &checked_ = (result);                                                                               \
        QVERIFY2(bool(checked_), checked_ ? "" : qPrintable(test::words(checked_.error())));                           \
    } while (false)

//! Fails unless \a result is an error of \a kind.
#define QCOMPARE_ERROR(result, expected)                                                                               \
    do {                                                                                                               \
        const auto &checked_ = (result);                                                                               \
        QVERIFY2(!checked_, "expected an error, got a value");                                                         \
        QVERIFY2(checked_.error().kind == (expected), qPrintable(test::words(checked_.error())));                      \
    } while (false)
