#include "core/net/loopbackreceiver.h"

#include "tests/support/check.h"

#include <QElapsedTimer>
#include <QNetworkInterface>
#include <QTcpSocket>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;

namespace {

constexpr core::LoopbackLimits soon{.wait = 20s, .request = 500ms, .longestRequest = 4096, .connections = 4};

QByteArray request(const QUrl &url, const QByteArray &query)
{
    return "GET " + url.path().toLatin1() + '?' + query +
           " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(url.port()) + "\r\nAccept: text/html\r\n\r\n";
}

} // namespace

//! The port that a browser comes back to, by real connections.
class LoopbackReceiverTest : public QObject {
    Q_OBJECT

    const core::Secret m_state = core::Secret::copy("the-state-of-this-sign-in");
    std::unique_ptr<core::LoopbackReceiver> m_receiver;
    QUrl m_address;

    void open(const core::LoopbackLimits &limits = soon)
    {
        m_receiver = std::make_unique<core::LoopbackReceiver>(m_state, limits);
        const auto address = m_receiver->listen();
        QVERIFY_RESULT(address);
        m_address = *address;
    }

    std::unique_ptr<QTcpSocket> connection(const QHostAddress &host = QHostAddress::LocalHost) const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(host, static_cast<quint16>(m_address.port()));
        return QTest::qWaitFor([&] { return socket->state() == QAbstractSocket::ConnectedState; }, 500)
                   ? std::move(socket)
                   : nullptr;
    }
    //! What comes back until the other side hangs up.
    static QByteArray answer(QTcpSocket &socket)
    {
        if (!QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }))
            return "(still open)";
        return socket.readAll();
    }
    QByteArray ask(const QByteArray &bytes) const
    {
        const auto socket = connection();
        if (!socket)
            return "(refused)";
        socket->write(bytes);
        return answer(*socket);
    }
    QByteArray right() const { return request(m_address, "code=c0de&state=the-state-of-this-sign-in"); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanup() { m_receiver.reset(); }

    void theRedirectBringsTheCodeAndThePortCloses()
    {
        open();
        QCOMPARE(m_address.host(), u"127.0.0.1"_s);
        QVERIFY(m_address.path().size() >= 23); // 128 bits
        const auto page = ask(right());
        QVERIFY2(page.startsWith("HTTP/1.1 200 ") && page.contains("You can go back to Keysteward"), page.constData());
        QVERIFY(!page.contains("c0de") && !page.contains("the-state"));
        const auto code = test::wait(m_receiver->code());
        QVERIFY_RESULT(code);
        QVERIFY(*code == core::Secret::copy("c0de"));
        QCOMPARE(ask(right()), "(refused)"); // the same redirect a second time
    }

    void everySignInHasAnAddressOfItsOwn()
    {
        open();
        const auto first = m_address;
        open();
        QVERIFY(m_address.path() != first.path());
    }

    void aRedirectBehindTheFirstIsToldSo()
    {
        open();
        const auto second = connection();
        QVERIFY(second);
        QVERIFY(ask(right()).startsWith("HTTP/1.1 200 "));
        second->write(request(m_address, "code=another&state=the-state-of-this-sign-in"));
        const auto page = answer(*second);
        QVERIFY2(page.startsWith("HTTP/1.1 410 "), page.constData());
        QVERIFY(*test::wait(m_receiver->code()) == core::Secret::copy("c0de"));
    }

    void whatIsNotItEndsNothing()
    {
        open();
        QVERIFY(ask(request(m_address, "code=c0de&state=a-guess")).startsWith("HTTP/1.1 403 "));
        QVERIFY(ask("GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_address.port()) + "\r\n\r\n")
                    .startsWith("HTTP/1.1 404 "));
        QVERIFY(ask(right().replace("127.0.0.1", "evil.test")).startsWith("HTTP/1.1 421 "));
        QVERIFY(ask(right().replace("GET", "PUT")).startsWith("HTTP/1.1 405 "));
        QVERIFY(ask("\x16\x03\x01\x02 and no HTTP\r\n\r\n").startsWith("HTTP/1.1 400 "));
        QVERIFY(!m_receiver->code().isFinished());
        QVERIFY(ask(right()).startsWith("HTTP/1.1 200 "));
        QVERIFY_RESULT(test::wait(m_receiver->code()));
    }

    void anErrorIsTheEndOfIt()
    {
        open();
        const auto page = ask(request(m_address, "error=access_denied&state=the-state-of-this-sign-in"));
        QVERIFY2(page.startsWith("HTTP/1.1 200 ") && page.contains("You are not signed in"), page.constData());
        QCOMPARE_ERROR(test::wait(m_receiver->code()), Error::Kind::SignInFailed);
        QCOMPARE(ask(right()), "(refused)");
    }

    void aRequestInPiecesIsOne()
    {
        open();
        const auto socket = connection();
        QVERIFY(socket);
        const auto whole = right();
        for (qsizetype at = 0; at < whole.size(); at += 40) {
            socket->write(whole.mid(at, 40));
            QVERIFY(socket->flush());
            QCoreApplication::processEvents();
        }
        QVERIFY(answer(*socket).startsWith("HTTP/1.1 200 "));
    }

    void whoeverIsSlowIsCutOff()
    {
        open();
        const auto silent = connection();
        const auto slow = connection();
        QVERIFY(silent && slow);
        slow->write("GET /");
        QElapsedTimer time;
        time.start();
        QCOMPARE(answer(*silent), QByteArray());
        QCOMPARE(answer(*slow), QByteArray());
        QVERIFY(time.elapsed() < 3000);
        QVERIFY(ask(right()).startsWith("HTTP/1.1 200 "));
    }

    void whatIsTooLongIsNotRead()
    {
        open();
        const auto socket = connection();
        QVERIFY(socket);
        socket->write("GET /" + QByteArray(4096, 'a'));
        QVERIFY(answer(*socket).startsWith("HTTP/1.1 431 "));

        const auto endless = connection();
        QVERIFY(endless);
        endless->write(QByteArray(4 * 1024 * 1024, 'a'));
        QVERIFY(QTest::qWaitFor([&] { return endless->state() == QAbstractSocket::UnconnectedState; }));
        QVERIFY(ask(right()).startsWith("HTTP/1.1 200 "));
    }

    void manyWhoOnlyHoldOnKeepNobodyOut()
    {
        auto patient = soon;
        patient.request = 20s;
        open(patient);
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 40; ++i)
            idle.push_back(connection());
        QVERIFY(std::all_of(idle.begin(), idle.end(), [](const auto &each) { return each != nullptr; }));
        const auto open = [&idle] {
            return std::count_if(idle.begin(), idle.end(),
                                 [](const auto &each) { return each->state() == QAbstractSocket::ConnectedState; });
        };
        QTRY_COMPARE(open(), patient.connections);
        QVERIFY(ask(right()).startsWith("HTTP/1.1 200 "));
        QVERIFY_RESULT(test::wait(m_receiver->code()));
    }

    void nobodyWhoComesIsATimeOut()
    {
        auto impatient = soon;
        impatient.wait = 100ms;
        open(impatient);
        QCOMPARE_ERROR(test::wait(m_receiver->code()), Error::Kind::TimedOut);
        QCOMPARE(ask(right()), "(refused)");
    }

    void destroyedItIsCancelledAndThePortIsClosed()
    {
        open();
        const auto operation = m_receiver->code();
        const auto half = connection();
        QVERIFY(half);
        half->write("GET /");
        m_receiver.reset();
        QCOMPARE_ERROR(test::wait(operation), Error::Kind::Cancelled);
        QCOMPARE(ask(right()), "(refused)");
        QTRY_COMPARE(half->state(), QAbstractSocket::UnconnectedState);
    }

    void onlyThisComputerCanReachIt()
    {
        open();
        for (const auto &address : QNetworkInterface::allAddresses()) {
            if (!address.isLoopback())
                QVERIFY2(!connection(address), qPrintable(address.toString()));
        }
        QVERIFY(!connection(QHostAddress::LocalHostIPv6));
    }
};

QTEST_GUILESS_MAIN(LoopbackReceiverTest)
#include "tst_loopbackreceiver.moc"
