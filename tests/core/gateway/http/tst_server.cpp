#include "core/base/crypto.h"
#include "core/gateway/http/hosts.h"
#include "core/gateway/http/server.h"
#include "rawclient.h"
#include "runningserver.h"

#include <QProcess>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gateway;
using namespace std::chrono_literals;
using test::now;
using test::RawClient;
using test::request;
using test::Running;

class ServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void manyRequestsShareAConnection()
    {
        Running running;
        RawClient client(running.started.port);
        for (int i = 1; i <= 3; ++i) {
            QVERIFY(client.send(now));
            QVERIFY(client.readAnswers(i));
        }
        QVERIFY(!client.isClosed());
        QCOMPARE(client.received().count("HTTP/1.1 200 OK"), 3);
        QCOMPARE(client.received().count("X-Request-Id: "), 3);
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("GET /later?1") + now + request("GET /echo?2") + request("GET /later?3") + now));
        QVERIFY(client.readAnswers(5));
        const auto in = client.received();
        const auto first = in.indexOf("/later?1");
        const auto second = in.indexOf("/echo?2");
        const auto third = in.indexOf("/later?3");
        QVERIFY(first > 0 && first < second && second < third);
        QVERIFY(in.endsWith("now"));
    }

    void aThousandPipelinedRequestsAreAllAnswered()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(now.repeated(1000)));
        QVERIFY(client.readAnswers(1000));
    }

    void aRequestMayArriveByteByByte()
    {
        Running running;
        RawClient client(running.started.port);
        for (const char letter : request("POST /echo", "Content-Length: 3\r\n\r\nabc"))
            QVERIFY(client.send(QByteArray(1, letter)));
        QVERIFY(client.readAnswers(1));
        QVERIFY(client.received().endsWith("POST /echo?|abc|127.0.0.1|plain"));
    }

    void bodiesComeByLengthAndInChunks()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("POST /echo?a=b", "Content-Length: 65536\r\n\r\n" + QByteArray(65536, 'z'))));
        QVERIFY(client.readAnswers(1));
        QCOMPARE(running.service.last().body, std::string(65536, 'z'));
        QVERIFY(client.send(request(
            "PATCH /echo", "Transfer-Encoding: chunked\r\nX-Up: Down\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")));
        QVERIFY(client.readAnswers(2));
        QCOMPARE(running.service.last().body, std::string("abcde"));
        QCOMPARE(std::string(running.service.last().header("x-up")), std::string("Down"));
    }

    void oneByteMoreThanABodyMayHaveIsRefusedInChunksToo()
    {
        Running running;
        RawClient client(running.started.port);
        client.send(request("POST /echo", "Transfer-Encoding: chunked\r\n\r\n"));
        for (int i = 0; i < 17; ++i)
            client.send("1000\r\n" + QByteArray(4096, 'a') + "\r\n");
        QVERIFY(client.readAnswers(1));
        QCOMPARE(client.status(), 413);
        QVERIFY(client.received().contains("BODY_TOO_LARGE"));
    }

    void connectionCloseAndHttp10Close_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("close") << request("GET /now", "Connection: close\r\n\r\n");
        QTest::newRow("close, answered later") << request("GET /later", "Connection: close\r\n\r\n");
        QTest::newRow("HTTP/1.0") << QByteArray("GET /now HTTP/1.0\r\n\r\n");
        QTest::newRow("HTTP/1.0 with Host") << QByteArray("GET /later HTTP/1.0\r\nHost: localhost\r\n\r\n");
    }
    void connectionCloseAndHttp10Close()
    {
        QFETCH(QByteArray, bytes);
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(bytes + now));
        QVERIFY(client.readUntilClosed());
        QCOMPARE(RawClient::answersIn(client.received()), 1);
        QCOMPARE(client.status(), 200);
        QVERIFY(client.received().contains("Connection: close\r\n"));
    }

    void aHeadRequestGetsNoBody_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("at once") << QByteArray("/now");
        QTest::newRow("later") << QByteArray("/later");
    }
    void aHeadRequestGetsNoBody()
    {
        QFETCH(QByteArray, path);
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("HEAD " + path, "Connection: close\r\n\r\n")));
        QVERIFY(client.readUntilClosed());
        QVERIFY(client.received().contains("Content-Length: "));
        QVERIFY(client.received().endsWith("\r\n\r\n"));
    }

    void aClientThatWaitsForContinueGetsIt()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("POST /echo", "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n")));
        QVERIFY(client.readUntil([](const QByteArray &in) { return in == "HTTP/1.1 100 Continue\r\n\r\n"; }));
        QVERIFY(client.send("abc"));
        QVERIFY(client.readAnswers(1));
        QVERIFY(client.received().contains("POST /echo?|abc|"));
    }

    void aHalfClosedClientIsStillAnswered_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("at once") << QByteArray("/now");
        QTest::newRow("later") << QByteArray("/later");
    }
    void aHalfClosedClientIsStillAnswered()
    {
        QFETCH(QByteArray, path);
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("GET " + path)));
        client.halfClose();
        QVERIFY(client.readUntilClosed());
        QCOMPARE(client.status(), 200);
    }

    void anAbsoluteTargetOfThisHostIsServed()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send("GET http://localhost/now?x HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        QVERIFY(client.readAnswers(1));
        QCOMPARE(client.status(), 200);
    }

    void aDroppedReplyIsAnsweredWith503()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("GET /dropped")));
        QVERIFY(client.readUntilClosed());
        QCOMPARE(client.status(), 503);
        QVERIFY(client.received().contains("Retry-After: 1\r\n"));
        QVERIFY(client.received().contains("UNAVAILABLE"));
    }

    void clientsThatGoWhileTheServiceWorksDoNoHarm()
    {
        Running running;
        for (int i = 0; i < 50; ++i) {
            RawClient client(running.started.port);
            client.send(request("GET /held"));
        }
        QTRY_COMPARE(running.service.held(), std::size_t(50));
        running.service.release();
        QTRY_COMPARE(running.server.connections(), std::size_t(0));
    }

    void plainHttpIsServedOnLoopbackOnly()
    {
        test::EchoService service;
        http::Options options;
        options.address = "0.0.0.0";
        http::Server server(options, service);
        const auto started = server.start();
        QVERIFY(!started);
        QVERIFY(started.error.find("loopback only") != std::string::npos);
        options.behindProxy = true;
        http::Server proxied(options, service);
        QVERIFY(bool(proxied.start()));
    }

    void whatCannotBeListenedOnIsSaid()
    {
        Running running;
        http::Options options;
        options.port = running.started.port;
        Running second(options);
        QVERIFY(second.started.error.find("Cannot listen on 127.0.0.1:") != std::string::npos);
        options.address = "not an address";
        QVERIFY(!Running(options).started.error.empty());
        options = {};
        options.keyFile = "/nowhere";
        QVERIFY(Running(options).started.error.find("both") != std::string::npos);
        options.certificateFile = "/nowhere";
        QVERIFY(Running(options).started.error.find("certificate /nowhere") != std::string::npos);
    }

    void behindAProxyOnlyHttpsIsServedAndTheClientIsTheLastEntry()
    {
        http::Options options;
        options.behindProxy = true;
        options.hosts = {"gateway.example"};
        Running running(options);
        const QByteArray head = "GET /echo HTTP/1.1\r\nHost: Gateway.Example:443\r\n";
        for (const QByteArray proto :
             {"", "X-Forwarded-Proto: http\r\n", "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\n"}) {
            RawClient plain(running.started.port);
            QVERIFY(plain.send(head + proto + "\r\n"));
            QVERIFY(plain.readUntilClosed());
            QCOMPARE(plain.status(), 403);
            QVERIFY(plain.received().contains("HTTPS_REQUIRED"));
        }
        RawClient client(running.started.port);
        QVERIFY(client.send(head + "X-Forwarded-Proto: https\r\nX-Forwarded-For: 10.0.0.1, 198.51.100.4\r\n\r\n"));
        QVERIFY(client.readAnswers(1));
        QVERIFY(client.received().endsWith("|198.51.100.4|secure"));
        RawClient forged(running.started.port);
        QVERIFY(forged.send(head + "X-Forwarded-Proto: https\r\nX-Forwarded-For: <script>\r\n\r\n"));
        QVERIFY(forged.readAnswers(1));
        QVERIFY(forged.received().endsWith("|127.0.0.1|secure"));
    }

    void withoutAProxyItsHeadersMeanNothing()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("GET /echo", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 198.51.100.4\r\n\r\n")));
        QVERIFY(client.readAnswers(1));
        QVERIFY(client.received().endsWith("|127.0.0.1|plain"));
    }

    void namesAreServedAsListed()
    {
        const http::ServedHosts hosts("192.0.2.1", {"Gateway.Example"});
        QVERIFY(hosts.serves(http::hostnameOf("LOCALHOST:8470")));
        QVERIFY(hosts.serves(http::hostnameOf("[::1]:8470")));
        QVERIFY(hosts.serves(http::hostnameOf("192.0.2.1")));
        QVERIFY(hosts.serves(http::hostnameOf("gateway.example")));
        QVERIFY(!hosts.serves(http::hostnameOf("other.example")));
        QVERIFY(!hosts.serves(http::hostnameOf("")));
        QVERIFY(http::hostnameOf("[::1").empty());
        QVERIFY(http::ServedHosts("0.0.0.0", {"*"}).serves("anything.example"));
        QVERIFY(!http::ServedHosts("0.0.0.0", {}).serves("0.0.0.0"));
    }

    void tlsIsServedWithACertificate()
    {
        QTemporaryDir folder;
        const auto certificate = folder.filePath(u"cert.pem"_s);
        const auto key = folder.filePath(u"key.pem"_s);
        QCOMPARE(QProcess::execute(u"openssl"_s,
                                   {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                                    u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                                    u"/CN=gateway.example"_s, u"-addext"_s, u"subjectAltName=DNS:gateway.example"_s,
                                    u"-keyout"_s, key, u"-out"_s, certificate, u"-batch"_s}),
                 0);
        http::Options options;
        options.certificateFile = certificate.toStdString();
        options.keyFile = key.toStdString();
        options.deadlines.head = 500ms;
        Running running(options);
        QVERIFY2(bool(running.started), running.started.error.c_str());
        QVERIFY(running.server.isSecure());
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, running.started.port);
        QTRY_VERIFY(socket.isEncrypted());
        QVERIFY(socket.sessionProtocol() >= QSsl::TlsV1_2);
        QByteArray in;
        connect(&socket, &QSslSocket::readyRead, this, [&] { in += socket.readAll(); });
        socket.write("GET /later HTTP/1.1\r\nHost: gateway.example\r\n\r\n" + now);
        QTRY_COMPARE(RawClient::answersIn(in), 2);
        QVERIFY(in.contains("|127.0.0.1|secure"));
        socket.write("GET /now HTTP/1.1\r\nHost: other.example\r\n\r\n");
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(in.contains("ORIGIN_REFUSED"));
        socket.connectToHostEncrypted(u"127.0.0.1"_s, running.started.port);
        QTRY_VERIFY(socket.isEncrypted());
        socket.write("GET /stream HTTP/1.1\r\nHost: gateway.example\r\n\r\n");
        QTRY_COMPARE(running.service.streams().size(), std::size_t(1));
        QTRY_VERIFY(in.endsWith("begun;\r\n"));
        running.service.streams().front()->send(std::make_shared<const std::string>(200000, 't'));
        running.service.dropStreams();
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(in.endsWith(QByteArray(200000, 't') + "\r\n0\r\n\r\n"));
        RawClient plain(running.started.port);
        QVERIFY(plain.send(now)); // not TLS: cut without an answer
        QVERIFY(plain.readUntilClosed());
        QVERIFY(!plain.received().contains("200 OK"));
        RawClient silent(running.started.port);
        QVERIFY(silent.readUntilClosed(3000)); // the handshake has a deadline
    }
};

QTEST_GUILESS_MAIN(ServerTest)
#include "tst_server.moc"
