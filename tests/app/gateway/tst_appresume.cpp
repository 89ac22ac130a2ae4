#include "tests/app/gateway/servedorganization.h"
#include "tests/app/gateway/sleepinglistener.h"
#include "tests/core/services/meddler.h"

#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 60000;

} // namespace

//! What the app hears of the gateway's program across kills, a dead network and a laptop's sleep.
class AppResumeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsMissedAndNothingDoubleWhenTheGatewayIsKilled();
    void nothingIsMissedAndNothingDoubleWhenTheConnectionIsDead();
    void nothingIsMissedAndNothingDoubleAfterAMinuteOfSleep();

private:
    bool hears(qsizetype events);
    bool isConnected();
    QStringList stored() const { return m_served->storedEvents("&kind=request"); }

    std::unique_ptr<test::ServedOrganization> m_served;
    std::unique_ptr<test::Meddler> m_between;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::SleepingListener> m_app;
    QByteArray m_secret;
    int m_missedBefore = 0;
};

void AppResumeTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_served = std::make_unique<test::ServedOrganization>();
    QVERIFY(m_served->begin());
    m_secret = m_served->createKey(u"Import"_s)[u"secret"].toString().toLatin1();
    m_between = std::make_unique<test::Meddler>(m_served->address());
    m_folder = std::make_unique<QTemporaryDir>();
    m_app = std::make_unique<test::SleepingListener>();
    QVERIFY(m_app->begin(m_between->address(), m_served->email(), m_served->password(), m_folder->path()));
    QVERIFY(isConnected());
    QVERIFY(m_served->call(m_secret, 5));
    QVERIFY(hears(5));
    m_missedBefore = m_app->missed(); // what was before it began to listen
}

void AppResumeTest::cleanup()
{
    m_app->end();
    m_app.reset();
    m_between.reset();
    QVERIFY(m_served->stop());
    m_served.reset();
    m_folder.reset();
}

bool AppResumeTest::isConnected()
{
    return QTest::qWaitFor(
        [this] {
            m_app->take();
            return m_app->isConnected();
        },
        patience);
}

//! Of requests, the only events after it began; waits for so many.
bool AppResumeTest::hears(qsizetype events)
{
    return QTest::qWaitFor(
        [&] {
            m_app->take();
            return m_app->heard().size() >= events;
        },
        patience);
}

void AppResumeTest::nothingIsMissedAndNothingDoubleWhenTheGatewayIsKilled()
{
    for (int round = 0; round < 4; ++round) {
        QVERIFY(m_served->call(m_secret, 20));
        QVERIFY(m_served->kill());
        QVERIFY(m_served->start());
        // What the kill took before it was written was never told to anybody.
        const auto kept = stored().size();
        QVERIFY(m_served->call(m_secret, 5)); // before the app is back
        QTRY_COMPARE(stored().size(), kept + 5);
        QVERIFY(hears(kept + 5));
    }
    QCOMPARE(m_app->heard(), stored());
    QCOMPARE(m_app->missed(), m_missedBefore);
}

void AppResumeTest::nothingIsMissedAndNothingDoubleWhenTheConnectionIsDead()
{
    m_between->freeze();
    QVERIFY(m_served->call(m_secret, 30));
    QVERIFY2(hears(35), "after the silence that the app takes for a dead connection");
    QVERIFY(m_served->call(m_secret, 5));
    QVERIFY(hears(40));
    QCOMPARE(m_app->heard(), stored());
    QCOMPARE(m_app->missed(), m_missedBefore);
}

void AppResumeTest::nothingIsMissedAndNothingDoubleAfterAMinuteOfSleep()
{
    m_app->signalProcess(SIGSTOP);
    const QDeadlineTimer minute(60s);
    QDeadlineTimer next(0);
    int calls = 5;
    const auto callNowAndThen = [&] {
        if (next.hasExpired()) {
            calls += m_served->call(m_secret, 1) ? 1 : 0;
            next.setRemainingTime(300ms);
        }
        return minute.hasExpired();
    };
    QTRY_VERIFY_WITH_TIMEOUT(callNowAndThen(), 90000);
    m_app->take();
    QVERIFY2(m_app->heard().size() < calls, "it slept");
    m_app->signalProcess(SIGCONT);
    QVERIFY(m_served->call(m_secret, 5));
    QVERIFY(hears(calls + 5));
    QTRY_COMPARE(stored().size(), calls + 5);
    QCOMPARE(m_app->heard(), stored());
    QCOMPARE(m_app->missed(), m_missedBefore);
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (const auto arguments = application.arguments(); arguments.size() == 5 && arguments[1] == u"--listen")
        return test::SleepingListener::run(arguments[2], arguments[3], arguments[4]);
    AppResumeTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_appresume.moc"
