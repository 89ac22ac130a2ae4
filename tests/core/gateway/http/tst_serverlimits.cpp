#include "core/base/crypto.h"
#include "rawclient.h"
#include "runningserver.h"

#include <QElapsedTimer>
#include <QTest>
#include <memory>
#include <thread>
#include <vector>

using namespace gateway;
using namespace std::chrono_literals;
using test::now;
using test::RawClient;
using test::request;
using test::Running;

//! Deadlines, maxima, and the end.
class ServerLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void slowRequestsAreCutAtTheDeadlineWhateverTricklesIn_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("head") << QByteArray("GET /now HTTP/1.1\r\nHost: localhost\r\nX-A: ");
        QTest::newRow("body") << request("POST /echo", "Content-Length: 60000\r\n\r\n");
        QTest::newRow("chunks") << request("POST /echo", "Transfer-Encoding: chunked\r\n\r\nffff\r\n");
    }
    void slowRequestsAreCutAtTheDeadlineWhateverTricklesIn()
    {
        QFETCH(QByteArray, begin);
        http::Options options;
        options.deadlines.head = 400ms;
        options.deadlines.body = 400ms;
        Running running(options);
        RawClient client(running.started.port);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(client.send(begin));
        while (!client.readUntilClosed(20) && timer.elapsed() < 5000)
            client.send("a");
        QVERIFY(client.isClosed());
        QVERIFY(timer.elapsed() >= 390);
        QVERIFY(timer.elapsed() < 3000);
    }

    void idleConnectionsAreCut_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("fresh") << QByteArray();
        QTest::newRow("after a request") << now;
    }
    void idleConnectionsAreCut()
    {
        QFETCH(QByteArray, before);
        http::Options options;
        options.deadlines.idle = 300ms;
        Running running(options);
        RawClient client(running.started.port);
        QVERIFY(client.send(before));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(client.readUntilClosed());
        QVERIFY(timer.elapsed() >= 250 && timer.elapsed() < 2000);
    }

    void aClientThatDoesNotReadIsCut()
    {
        http::Options options;
        options.deadlines.write = 300ms;
        Running running(options);
        RawClient client(running.started.port);
        const auto body = QByteArray(60000, 'a');
        const auto big = request("POST /echo", "Content-Length: 60000\r\n\r\n" + body);
        bool cut = false;
        QElapsedTimer timer;
        timer.start();
        while (!cut && timer.elapsed() < 10000) {
            cut = !client.send(big);
        }
        QVERIFY(cut);
    }

    void slowClientsDoNotHinderOthers()
    {
        Running running;
        std::vector<std::unique_ptr<RawClient>> slow;
        for (int i = 0; i < 300; ++i) {
            slow.push_back(std::make_unique<RawClient>(running.started.port));
            QVERIFY(slow.back()->send("GET /now HTTP/1.1\r\nHost: loc"));
        }
        QElapsedTimer timer;
        timer.start();
        RawClient honest(running.started.port);
        QVERIFY(honest.send(now));
        QVERIFY(honest.readAnswers(1));
        QVERIFY(timer.elapsed() < 1000);
    }

    void thereIsAMaximumOfConnections()
    {
        http::Options options;
        options.limits.connections = 3;
        Running running(options);
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 3; ++i) {
            clients.push_back(std::make_unique<RawClient>(running.started.port));
            QVERIFY(clients.back()->send(now));
            QVERIFY(clients.back()->readAnswers(1));
        }
        RawClient fourth(running.started.port);
        QVERIFY(fourth.readUntilClosed());
        QCOMPARE(fourth.status(), 503);
        clients.pop_back();
        QTRY_COMPARE(running.server.connections(), std::size_t(2));
        RawClient fifth(running.started.port);
        QVERIFY(fifth.send(now));
        QVERIFY(fifth.readAnswers(1));
        QCOMPARE(fifth.status(), 200);
    }

    void stoppingFinishesWhatIsUnderWay()
    {
        Running running;
        RawClient idle(running.started.port);
        QVERIFY(idle.send(now));
        QVERIFY(idle.readAnswers(1));
        RawClient busy(running.started.port);
        QVERIFY(busy.send(request("GET /held")));
        QTRY_COMPARE(running.service.held(), std::size_t(1));
        std::thread stopper([&] { running.server.stop(); });
        const bool idleClosed = idle.readUntilClosed();
        running.service.release();
        const bool busyClosed = busy.readUntilClosed();
        stopper.join();
        QVERIFY(idleClosed);
        QVERIFY(busyClosed);
        QCOMPARE(busy.status(), 200);
        QVERIFY(busy.received().contains("Connection: close\r\n"));
        RawClient late(running.started.port);
        QVERIFY(!late.isConnected());
    }

    void stoppingDoesNotWaitForEverAndLateRepliesAreDropped()
    {
        http::Options options;
        options.deadlines.stop = 200ms;
        Running running(options);
        RawClient client(running.started.port);
        QVERIFY(client.send(request("GET /held")));
        QTRY_COMPARE(running.service.held(), std::size_t(1));
        QElapsedTimer timer;
        timer.start();
        running.server.stop();
        QVERIFY(timer.elapsed() >= 190 && timer.elapsed() < 2000);
        QCOMPARE(running.server.connections(), std::size_t(0));
        running.service.release();
        QVERIFY(client.readUntilClosed());
        QVERIFY(client.received().isEmpty());
    }
};

QTEST_GUILESS_MAIN(ServerLimitsTest)
#include "tst_serverlimits.moc"
