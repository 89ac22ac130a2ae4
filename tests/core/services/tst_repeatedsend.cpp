#include "core/services/repeatedsend.h"
#include "tests/support/check.h"

#include <QTest>

using core::Error;
using core::RepeatedSend;
using Kind = core::Error::Kind;

namespace {

//! Answers each attempt with the next of a list of outcomes.
class Script {
public:
    explicit Script(QList<Kind> failures) : m_failures(std::move(failures)) {}

    core::Result<int> run()
    {
        const auto send = [this]() -> core::Async<int> {
            ++m_attempts;
            return m_failures.isEmpty() ? core::ready<int>(7) : core::ready<int>(Error{m_failures.takeFirst()});
        };
        const auto note = [this](const std::optional<Error> &error) {
            m_noted += error ? core::nameOf(error->kind) : QString();
        };
        return test::wait(RepeatedSend<int>::start(&m_context, send, note));
    }
    int attempts() const { return m_attempts; }
    QStringList noted() const { return m_noted; }

private:
    QObject m_context;
    QList<Kind> m_failures;
    QStringList m_noted;
    int m_attempts = 0;
};

} // namespace

class RepeatedSendTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAnswerEndsIt();
    void aLostAnswerIsAskedForAgain();
    void aDefiniteRefusalIsFinal_data();
    void aDefiniteRefusalIsFinal();
    void aRefusalAfterALostAnswerSaysThatNothingWasDone();
    void beingTurnedAwayAfterALostAnswerSaysNothing();
    void noConnectionAfterALostAnswerIsTriedOn();
    void itStopsAfterThreeRepetitions();
    void aDeadContextStopsIt();
};

void RepeatedSendTest::anAnswerEndsIt()
{
    Script script({});
    QCOMPARE(*script.run(), 7);
    QCOMPARE(script.attempts(), 1);
    QCOMPARE(script.noted(), QStringList{QString()});
}

void RepeatedSendTest::aLostAnswerIsAskedForAgain()
{
    Script script({Kind::OutcomeUnknown, Kind::InProgress});
    const auto result = script.run();
    QVERIFY_RESULT(result);
    QCOMPARE(script.attempts(), 3);
    QCOMPARE(script.noted().size(), 3);
}

void RepeatedSendTest::aDefiniteRefusalIsFinal_data()
{
    QTest::addColumn<int>("kind");
    for (const auto kind : {Kind::Validation, Kind::Conflict, Kind::Forbidden, Kind::ConfirmationRequired,
                            Kind::PlanLimit, Kind::RateLimited, Kind::Unauthorized, Kind::NotFound, Kind::Offline,
                            Kind::Insecure, Kind::Unavailable, Kind::Cancelled})
        QTest::newRow(qPrintable(core::nameOf(kind))) << int(kind);
}

void RepeatedSendTest::aDefiniteRefusalIsFinal()
{
    QFETCH(int, kind);
    Script script({Kind(kind)});
    QCOMPARE_ERROR(script.run(), Kind(kind));
    QCOMPARE(script.attempts(), 1);
    QCOMPARE(core::mayHaveHappened(Kind(kind)), Kind(kind) == Kind::Cancelled);
}

void RepeatedSendTest::aRefusalAfterALostAnswerSaysThatNothingWasDone()
{
    Script script({Kind::OutcomeUnknown, Kind::Validation});
    QCOMPARE_ERROR(script.run(), Kind::Validation);
}

void RepeatedSendTest::beingTurnedAwayAfterALostAnswerSaysNothing()
{
    Script script({Kind::TimedOut, Kind::Unauthorized});
    QCOMPARE_ERROR(script.run(), Kind::OutcomeUnknown);
    QCOMPARE(script.attempts(), 2);
}

void RepeatedSendTest::noConnectionAfterALostAnswerIsTriedOn()
{
    Script script({Kind::OutcomeUnknown, Kind::Offline});
    QVERIFY_RESULT(script.run());
    QCOMPARE(script.attempts(), 3);
}

void RepeatedSendTest::itStopsAfterThreeRepetitions()
{
    Script script({Kind::OutcomeUnknown, Kind::Server, Kind::Protocol, Kind::Offline, Kind::OutcomeUnknown});
    QCOMPARE_ERROR(script.run(), Kind::OutcomeUnknown);
    QCOMPARE(script.attempts(), 4);
}

void RepeatedSendTest::aDeadContextStopsIt()
{
    int attempts = 0;
    auto context = std::make_unique<QObject>();
    const auto send = [&attempts] {
        ++attempts;
        return core::ready<int>(Error{Kind::OutcomeUnknown});
    };
    const auto operation = RepeatedSend<int>::start(context.get(), send, [](const auto &) {});
    QTRY_COMPARE(attempts, 2);
    context.reset();
    QCOMPARE_ERROR(test::wait(operation), Kind::Cancelled);
    QCOMPARE(attempts, 2);
}

QTEST_GUILESS_MAIN(RepeatedSendTest)
#include "tst_repeatedsend.moc"
