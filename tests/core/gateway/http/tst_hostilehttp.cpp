#include "core/base/crypto.h"
#include "core/gateway/http/server.h"
#include "echoservice.h"
#include "rawclient.h"

#include <QFile>
#include <QTest>
#include <memory>

using namespace gateway;
using test::RawClient;

namespace {

const QByteArray get = "GET /now HTTP/1.1\r\n";
const QByteArray host = "Host: localhost\r\n";

qint64 residentKib()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const auto &line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    return -1;
}

} // namespace

//! Requests that no honest client sends, each on a raw socket: the answer's status, and that the connection closes.
class HostileHttpTest : public QObject {
    Q_OBJECT

    test::EchoService m_service;
    std::unique_ptr<http::Server> m_server;
    std::uint16_t m_port = 0;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(crypto::initialize());
        m_server = std::make_unique<http::Server>(http::Options(), m_service);
        const auto started = m_server->start();
        QVERIFY2(bool(started), started.error.c_str());
        m_port = started.port;
    }
    void cleanupTestCase() { m_server.reset(); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void isRefusedAndCutOff_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &bytes, int status) {
            QTest::newRow(name) << bytes << status;
        };
        const auto post = QByteArray("POST /x HTTP/1.1\r\n") + host;
        row("TLS hello in clear", QByteArray::fromHex("160301020001000100"), 400);
        row("garbage", "\x01\x02garbage\r\n\r\n", 400);
        row("blank line first", "\r\n" + get + host + "\r\n", 400);
        row("one word", "GET\r\n\r\n", 400);
        row("unknown method", "FOO /now HTTP/1.1\r\n" + host + "\r\n", 405);
        row("TRACE", "TRACE /now HTTP/1.1\r\n" + host + "\r\n", 405);
        row("CONNECT", "CONNECT localhost:80 HTTP/1.1\r\n" + host + "\r\n", 405);
        row("HTTP/9.9", "GET /now HTTP/9.9\r\n" + host + "\r\n", 505);
        row("HTTP/2.0", "GET /now HTTP/2.0\r\n" + host + "\r\n", 505);
        row("no version", "GET /now\r\n" + host + "\r\n", 400);
        row("no Host", get + "\r\n", 400);
        row("two Hosts", get + host + host + "\r\n", 400);
        row("empty Host", get + "Host: \r\n\r\n", 400);
        row("foreign Host", get + "Host: evil.example\r\n\r\n", 403);
        row("foreign Host that looks like ours", get + "Host: localhost.evil.example\r\n\r\n", 403);
        row("Host with user", get + "Host: localhost@evil.example\r\n\r\n", 400);
        row("Host with bad port", get + "Host: localhost:80x\r\n\r\n", 400);
        row("space before colon", get + host + "X-A : b\r\n\r\n", 400);
        row("folded header", get + host + "X-A: b\r\n c\r\n\r\n", 400);
        row("folded Host", get + "Host: localhost\r\n evil\r\n\r\n", 400);
        row("header without colon", get + host + "nonsense\r\n\r\n", 400);
        row("header without name", get + host + ": x\r\n\r\n", 400);
        row("NUL in a value", get + host + QByteArray("X-A: a\0b\r\n\r\n", 12), 400);
        row("NUL in the target", QByteArray("GET /no\0w HTTP/1.1\r\n", 20) + host + "\r\n", 400);
        row("escaped NUL", "GET /now%00 HTTP/1.1\r\n" + host + "\r\n", 400);
        row("bad escape", "GET /now%zz HTTP/1.1\r\n" + host + "\r\n", 400);
        row("cut escape", "GET /now%4 HTTP/1.1\r\n" + host + "\r\n", 400);
        row("backslash", "GET /a\\..\\b HTTP/1.1\r\n" + host + "\r\n", 400);
        row("fragment", "GET /now#x HTTP/1.1\r\n" + host + "\r\n", 400);
        row("high bytes", "GET /n\xC3\xB6w HTTP/1.1\r\n" + host + "\r\n", 400);
        row("bare LF", "GET /now HTTP/1.1\nHost: localhost\n\n", 400);
        row("one bare LF", get + "Host: localhost\n\r\n", 400);
        row("bare CR in a value", get + host + "X-A: a\rb\r\n\r\n", 400);
        row("relative target", "GET now HTTP/1.1\r\n" + host + "\r\n", 400);
        row("asterisk", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 400);
        row("absolute elsewhere", "GET http://evil.example/now HTTP/1.1\r\n" + host + "\r\n", 400);
        row("absolute by another scheme", "GET ftp://localhost/now HTTP/1.1\r\n" + host + "\r\n", 400);
        row("two lengths that differ", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", 400);
        row("two lengths that agree", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", 400);
        row("list of lengths", post + "Content-Length: 5, 5\r\n\r\nabcde", 400);
        row("negative length", post + "Content-Length: -1\r\n\r\n", 400);
        row("length with a sign", post + "Content-Length: +5\r\n\r\nabcde", 400);
        row("length in hex", post + "Content-Length: 0x5\r\n\r\nabcde", 400);
        row("endless length", post + "Content-Length: 99999999999999999999\r\n\r\n", 400);
        row("2 GiB announced", post + "Content-Length: 2147483649\r\n\r\n", 413);
        row("one byte too many announced", post + "Content-Length: 65537\r\n\r\n", 413);
        row("length and chunks", post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("chunks and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400);
        row("gzip coding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400);
        row("identity coding", post + "Transfer-Encoding: identity\r\n\r\n", 400);
        row("coding that looks chunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400);
        row("two codings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("chunks in HTTP/1.0", "POST /x HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("bad chunk size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", 400);
        row("endless chunk line", post + "Transfer-Encoding: chunked\r\n\r\n" + QByteArray(4000, '1'), 400);
        row("huge chunk", post + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n" + QByteArray(100000, 'a'), 413);
        row("trailer", post + "Transfer-Encoding: chunked\r\n\r\n0\r\nX-Api-Key: x\r\n\r\n", 400);
        row("other expectation", post + "Expect: coffee\r\nContent-Length: 1\r\n\r\na", 417);
        row("target of 5 KiB", "GET /" + QByteArray(5000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414);
        row("target of 100 KiB", "GET /" + QByteArray(102400, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414);
        row("header of 256 KiB", get + host + "X-A: " + QByteArray(262144, 'a') + "\r\n\r\n", 431);
        QByteArray many = get + host;
        for (int i = 0; i < 100; ++i)
            many += "X-" + QByteArray::number(i) + ": y\r\n";
        row("101 headers", many + "\r\n", 431);
        QByteArray larger = get + host;
        for (int i = 0; i < 20; ++i)
            larger += "X-" + QByteArray::number(i) + ": " + QByteArray(1000, 'a') + "\r\n";
        row("20 KiB of headers", larger + "\r\n", 431);
    }
    void isRefusedAndCutOff()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        RawClient client(m_port);
        QVERIFY(client.isConnected());
        client.send(bytes);
        QVERIFY(client.readAnswers(1));
        client.halfClose();
        QVERIFY2(client.readUntilClosed(), client.received().constData());
        QCOMPARE(client.status(), status);
        QCOMPARE(RawClient::answersIn(client.received()), 1); // nothing behind it was taken for a request
        QVERIFY(client.received().contains("Connection: close\r\n"));
        QVERIFY(client.received().contains("{\"error\":{\"code\":\""));
        QVERIFY(!client.received().contains("Server:"));
        if (status == 405)
            QVERIFY(client.received().contains("Allow: GET"));
    }

    void isRefusedAlsoByteByByte()
    {
        RawClient client(m_port);
        for (const char letter : get + host + "X-A: b\r\n c\r\n\r\n")
            if (!client.send(QByteArray(1, letter)))
                break;
        QVERIFY(client.readAnswers(1));
        QCOMPARE(client.status(), 400);
    }

    void endlessHeadsAndBodiesTakeNoMemory_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("header") << get + host + "X-A: ";
        QTest::newRow("target") << QByteArray("GET /");
        QTest::newRow("body") << "POST /x HTTP/1.1\r\n" + host + "Content-Length: 1073741824\r\n\r\n";
        QTest::newRow("chunks") << "POST /x HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n40000000\r\n";
    }
    void endlessHeadsAndBodiesTakeNoMemory()
    {
        QFETCH(QByteArray, head);
        const auto before = residentKib();
        RawClient client(m_port);
        client.send(head);
        const QByteArray block(65536, 'a');
        int blocks = 0;
        while (blocks < 1024 && client.send(block))
            ++blocks;
        QVERIFY2(blocks < 200, "64 MiB were taken");
        QVERIFY(residentKib() - before < 4096);
    }

    void theServerStillServes()
    {
        RawClient client(m_port);
        client.send(get + host + "\r\n");
        QVERIFY(client.readAnswers(1));
        QCOMPARE(client.status(), 200);
    }
};

QTEST_GUILESS_MAIN(HostileHttpTest)
#include "tst_hostilehttp.moc"
