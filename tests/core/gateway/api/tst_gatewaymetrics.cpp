#include "tests/core/gateway/api/harness.h"
#include "tests/core/gateway/api/streamclient.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! What Prometheus hears, and who else.
class GatewayMetricsTest : public QObject {
    Q_OBJECT

    using Gateway = test::RunningGateway;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanup() { m_gateway.reset(); }

    void whatHappenedIsCounted()
    {
        start();
        const auto secret = newSecret();
        for (int i = 0; i < 3; ++i)
            m_gateway->bearer(secret, "/api/v1/contacts");
        m_gateway->bearer(secret, "/api/v1/contacts", "POST");
        m_gateway->bearer("ks_nobody", "/api/v1/contacts");
        const test::StreamClient listening(m_gateway->gateway.address(), m_gateway->organization, m_gateway->session);
        QCOMPARE(value("keysteward_calls_total{result=\"ok\"}"), 3.0);
        QCOMPARE(value("keysteward_calls_total{result=\"forbidden\"}"), 1.0);
        QCOMPARE(value("keysteward_calls_total{result=\"unauthorized\"}"), 1.0);
        QCOMPARE(value("keysteward_events_total{result=\"accepted\"}"), 5.0);
        QCOMPARE(value("keysteward_events_total{result=\"dropped\"}"), 0.0);
        QCOMPARE(value("keysteward_keys"), 1.0);
        QCOMPARE(value("keysteward_streams"), 1.0);
        QVERIFY(value("keysteward_database_bytes") > 50000);
        QCOMPARE(value("keysteward_build_info{version=\"" KEYSTEWARD_VERSION "\"}"), 1.0);
        QTRY_COMPARE(value("keysteward_writer_lag_seconds"), 0.0);
    }

    void everyLineIsOfTheTextFormat()
    {
        start();
        const auto reply = m_gateway->get("/metrics");
        QCOMPARE(reply.headers["content-type"], QByteArray("text/plain; version=0.0.4; charset=utf-8"));
        QVERIFY(reply.body.endsWith('\n'));
        static const QRegularExpression form(
            u"^(# (HELP|TYPE) keysteward_\\w+ .+|keysteward_\\w+(\\{\\w+=\"[^\"]*\"\\})? [0-9.]+)$"_s);
        for (const auto &line : QString::fromUtf8(reply.body.trimmed()).split(u'\n'))
            QVERIFY2(form.match(line).hasMatch(), qPrintable(line));
    }

    //! Somebody else holds the database.
    void theWritersLagIsToldWhileItWaits()
    {
        start();
        const auto secret = newSecret();
        {
            const auto database = m_gateway->database();
            const gateway::store::Change change(*database);
            m_gateway->bearer(secret, "/api/v1/contacts");
            m_gateway->clock.advance(7s);
            QVERIFY(value("keysteward_writer_lag_seconds") >= 7);
        }
        QTRY_COMPARE(value("keysteward_writer_lag_seconds"), 0.0);
    }

    //! Somebody else holds the database, and little may wait for it.
    void whatTheDiskCannotTakeIsDroppedFromTheListAndStillCounted()
    {
        constexpr int calls = 40;
        start([](gateway::Options &options) { options.mostWaitingEvents = 5; });
        const auto secret = newSecret();
        {
            const auto database = m_gateway->database();
            const gateway::store::Change change(*database);
            for (int i = 0; i < calls; ++i)
                m_gateway->bearer(secret, "/api/v1/contacts");
            QVERIFY(value("keysteward_events_total{result=\"dropped\"}") > 0);
        }
        QCOMPARE(value("keysteward_calls_total{result=\"ok\"}"), double(calls));
        const auto dropped = value("keysteward_events_total{result=\"dropped\"}");
        QCOMPARE(value("keysteward_events_total{result=\"accepted\"}"), calls - dropped);
        QTRY_COMPARE(value("keysteward_writer_lag_seconds"), 0.0);
        m_gateway->stop();
        QCOMPARE(double(m_gateway->eventCount(u"request"_s)), calls - dropped);
        QCOMPARE(counted(u"ok"_s), calls);
    }

    void behindAProxyNobodyIsThisComputer()
    {
        start([](gateway::Options &options) { options.behindProxy = true; });
        for (const auto &from : {"127.0.0.1", "203.0.113.5"}) {
            const auto reply = m_gateway->get("/metrics", {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-For", from}});
            QCOMPARE(reply.status, 403);
            QCOMPARE(reply.code(), u"FORBIDDEN"_s);
        }
        QCOMPARE(m_gateway->get("/metrics", {{"X-Forwarded-Proto", "https"}}).status, 403);
    }

    void anAddressOfItsOwnServesThemAndNothingElse()
    {
        start([](gateway::Options &options) {
            options.behindProxy = true;
            options.metricsAddress = u"127.0.0.1"_s;
        });
        QVERIFY(exchange("GET /metrics").contains("\nkeysteward_keys 0\n"));
        QVERIFY(exchange("GET /metrics").startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(exchange("HEAD /metrics").endsWith("\r\n\r\n"));
        QVERIFY(exchange("POST /metrics").startsWith("HTTP/1.1 405 "));
        for (const auto &path : {"/", "/healthz", "/api/v1/server", "/api/v1/organizations", "/metrics/"})
            QVERIFY2(exchange("GET " + QByteArray(path)).startsWith("HTTP/1.1 404 "), path);
    }

    void withoutDetailsEveryCallIsCountedUnderItsKey()
    {
        start([](gateway::Options &options) { options.eventDetail = false; });
        const auto secret = newSecret();
        for (int i = 0; i < 50; ++i)
            m_gateway->bearer(secret, "/api/v1/contacts", i % 5 == 0 ? "POST" : "GET");
        // They were not wanted: nothing was lost.
        for (const auto *result : {"accepted", "dropped"})
            QCOMPARE(value("keysteward_events_total{result=\"" + QByteArray(result) + "\"}"), 0.0);
        QCOMPARE(value("keysteward_calls_total{result=\"ok\"}"), 40.0);
        QCOMPARE(value("keysteward_calls_total{result=\"forbidden\"}"), 10.0);
        m_gateway->stop();
        QCOMPARE(counted(u"ok"_s), 40);
        QCOMPARE(counted(u"forbidden"_s), 10);
        QCOMPARE(m_gateway->eventCount(u"request"_s), 0);
    }

private:
    void start(const std::function<void(gateway::Options &)> &adjust = {})
    {
        m_gateway = std::make_unique<Gateway>(adjust);
        QVERIFY_RESULT(m_gateway->start());
        m_gateway->signIn(u"owner@a.example"_s);
    }
    QByteArray newSecret() { return m_gateway->createKey(u"Import"_s).json()[u"secret"].toString().toLatin1(); }

    //! In the database, under the keys that were called.
    qint64 counted(const QString &outcome) const
    {
        const auto database = m_gateway->database();
        auto rows =
            database->select(u"SELECT sum(%1) FROM hourly_counts c JOIN keys k ON k.number = c.key"_s.arg(outcome));
        return rows.next() ? rows.integer(0) : -1;
    }
    double value(const QByteArray &name)
    {
        for (const auto &line : m_gateway->get("/metrics").body.split('\n')) {
            if (line.startsWith(name + ' '))
                return line.mid(name.size() + 1).toDouble();
        }
        return -1;
    }
    //! With the metrics' own address.
    QByteArray exchange(const QByteArray &line) const
    {
        QTcpSocket socket;
        const auto address = m_gateway->gateway.metricsAddress();
        socket.connectToHost(address.host(), static_cast<quint16>(address.port()));
        socket.write(line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        while (socket.state() != QAbstractSocket::UnconnectedState && socket.waitForReadyRead(5000)) {
        }
        return socket.readAll();
    }

    std::unique_ptr<Gateway> m_gateway;
};

QTEST_GUILESS_MAIN(GatewayMetricsTest)
#include "tst_gatewaymetrics.moc"
