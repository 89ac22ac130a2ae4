#include "core/base/crypto.h"
#include "rawclient.h"
#include "runningserver.h"

#include <QElapsedTimer>
#include <QTest>
#include <string>

using namespace gateway;
using namespace std::chrono_literals;
using test::RawClient;
using test::request;
using test::Running;

namespace {

std::shared_ptr<const std::string> bytes(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

//! A client whose stream has begun.
class Listening {
public:
    explicit Listening(Running &running) : client(running.started.port)
    {
        const auto before = running.service.streams().size();
        if (!client.send(request("GET /stream")) ||
            !client.readUntil([](const QByteArray &in) { return in.endsWith("begun;\r\n"); }))
            qFatal("no stream began: %s", client.received().constData());
        while (running.service.streams().size() == before)
            QTest::qWait(1);
        stream = running.service.streams().back();
    }
    bool heard(const QByteArray &text)
    {
        return client.readUntil([&](const QByteArray &in) { return in.contains(text); });
    }

    RawClient client;
    std::weak_ptr<http::Stream> stream;
};

bool isOpen(const std::weak_ptr<http::Stream> &stream)
{
    const auto held = stream.lock();
    return held && held->isOpen();
}

} // namespace

//! Answers that have no end of their own.
class ServerStreamsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void whatIsSentComesInOrderAndTheEndIsTold()
    {
        Running running;
        Listening listening(running);
        for (int i = 0; i < 1000; ++i)
            listening.stream.lock()->send(bytes("part " + std::to_string(i) + ";"));
        QVERIFY(listening.heard("part 999;"));
        running.service.dropStreams();
        QVERIFY(listening.client.readUntilClosed());
        const auto in = listening.client.received();
        QVERIFY(in.startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(in.contains("Transfer-Encoding: chunked\r\n"));
        QVERIFY(in.contains("Connection: close\r\n"));
        QVERIFY(!in.contains("Content-Length"));
        QVERIFY(in.endsWith("\r\n0\r\n\r\n"));
        qsizetype at = 0;
        for (int i = 0; i < 1000; ++i) {
            at = in.indexOf("part " + QByteArray::number(i) + ';', at);
            QVERIFY(at >= 0);
        }
        QTRY_COMPARE(running.server.connections(), std::size_t(0));
    }

    void aHeadRequestGetsTheHeadAndTheConnectionGoesOn()
    {
        Running running;
        RawClient client(running.started.port);
        QVERIFY(client.send(request("HEAD /stream") + test::now));
        QVERIFY(client.readUntil([](const QByteArray &in) { return in.endsWith("\r\n\r\nnow"); }));
        QVERIFY(!client.received().contains("begun"));
        QVERIFY(running.service.streams().empty());
    }

    void aStreamOutlivesTheDeadlinesOfRequests()
    {
        http::Options options;
        options.deadlines.idle = options.deadlines.head = options.deadlines.body = options.deadlines.write = 100ms;
        Running running(options);
        Listening listening(running);
        QVERIFY(!listening.client.readUntilClosed(800));
        QVERIFY(!listening.client.isClosed());
        listening.stream.lock()->send(bytes("still here"));
        QVERIFY(listening.heard("still here"));
    }

    void aClientThatGoesIsNoticedWhileNothingIsSent_data()
    {
        QTest::addColumn<bool>("halfClose");
        QTest::newRow("closed") << false;
        QTest::newRow("half closed") << true;
    }
    void aClientThatGoesIsNoticedWhileNothingIsSent()
    {
        QFETCH(bool, halfClose);
        Running running;
        auto listening = std::make_unique<Listening>(running);
        const auto stream = listening->stream;
        QVERIFY(isOpen(stream));
        if (halfClose)
            listening->client.halfClose();
        else
            listening.reset();
        QTRY_VERIFY(!isOpen(stream));
        QTRY_COMPARE(running.server.connections(), std::size_t(0));
        stream.lock()->send(bytes("to nobody"));
    }

    void whatTheClientSaysAfterwardsIsNotHeard()
    {
        Running running;
        Listening listening(running);
        QVERIFY(listening.client.send(test::now));
        QVERIFY(listening.client.send(QByteArray(100000, 'x')));
        listening.stream.lock()->send(bytes("the stream"));
        QVERIFY(listening.heard("the stream"));
        QVERIFY(!listening.client.received().contains("\r\nnow"));
        QVERIFY(isOpen(listening.stream));
    }

    //! Far more than the kernel's buffers take.
    void whatWaitsForASlowReaderIsBounded()
    {
        http::Options options;
        options.limits.streamBytes = 100000;
        Running running(options);
        Listening listening(running);
        const auto part = bytes(std::string(10000, 'p'));
        std::size_t most = 0;
        QElapsedTimer timer;
        timer.start();
        while (isOpen(listening.stream) && timer.elapsed() < 20000) {
            const auto stream = listening.stream.lock();
            if (stream->waiting() + part->size() <= options.limits.streamBytes)
                stream->send(part); // as much as the client takes, and then what may wait
            else if (most == stream->waiting())
                stream->send(part); // nothing moved: one too many
            most = stream->waiting();
            QTest::qWait(1);
        }
        QVERIFY(!isOpen(listening.stream));
        QVERIFY(most <= options.limits.streamBytes + part->size());
        QTRY_COMPARE(running.server.connections(), std::size_t(0));
    }

    void aClientThatReadsNothingIsCutAtTheDeadline()
    {
        http::Options options;
        options.deadlines.write = 300ms;
        Running running(options);
        Listening listening(running);
        const auto part = bytes(std::string(60000, 'p'));
        QElapsedTimer timer;
        timer.start();
        while (isOpen(listening.stream) && timer.elapsed() < 20000) {
            if (listening.stream.lock()->waiting() == 0)
                listening.stream.lock()->send(part);
            QTest::qWait(1);
        }
        QVERIFY(!isOpen(listening.stream));
        QTRY_COMPARE(running.server.connections(), std::size_t(0));
    }

    void aSlowReaderLosesNothing()
    {
        Running running;
        Listening listening(running);
        std::string all;
        for (int i = 0; all.size() < 8 * 1000 * 1000; ++i)
            all += std::to_string(i) + ',';
        std::size_t done = 0;
        while (done < all.size()) {
            const auto stream = listening.stream.lock();
            QVERIFY(stream->isOpen());
            if (stream->waiting() < 100000) {
                stream->send(bytes(all.substr(done, 50000)));
                done += 50000;
            } else {
                listening.client.readUntil([](const QByteArray &) { return false; }, 1);
            }
        }
        running.service.dropStreams();
        QVERIFY(listening.client.readUntilClosed());
        std::string heard;
        const auto in = listening.client.received();
        for (auto at = in.indexOf("\r\n\r\n") + 4; at < in.size();) {
            const auto size = in.mid(at, in.indexOf("\r\n", at) - at).toInt(nullptr, 16);
            at = in.indexOf("\r\n", at) + 2;
            heard.append(in.constData() + at, std::size_t(size));
            at += size + 2;
        }
        QVERIFY(heard == "begun;" + all);
    }

    void whoReadsNothingDoesNotHoldUpTheStop()
    {
        Running running;
        const Listening listening(running);
        const auto part = bytes(std::string(60000, 'p'));
        QElapsedTimer timer;
        timer.start();
        while (listening.stream.lock()->waiting() < 120000 && timer.elapsed() < 20000) {
            listening.stream.lock()->send(part);
            QTest::qWait(1);
        }
        QVERIFY(isOpen(listening.stream));
        timer.restart();
        running.server.stop();
        QVERIFY2(timer.elapsed() < 3500, qPrintable(QString::number(timer.elapsed())));
        running.service.dropStreams();
    }

    void stoppingEndsStreamsAtOnceAndInGoodForm()
    {
        Running running;
        Listening quiet(running);
        Listening busy(running);
        busy.stream.lock()->send(bytes("before the end"));
        QElapsedTimer timer;
        timer.start();
        running.server.stop();
        QVERIFY(timer.elapsed() < 3000);
        QVERIFY(quiet.client.readUntilClosed());
        QVERIFY(quiet.client.received().endsWith("begun;\r\n0\r\n\r\n"));
        QVERIFY(busy.client.readUntilClosed());
        QVERIFY(busy.client.received().contains("before the end"));
        QVERIFY(!isOpen(quiet.stream));
        quiet.stream.lock()->send(bytes("too late"));
        running.service.dropStreams();
    }
};

QTEST_GUILESS_MAIN(ServerStreamsTest)
#include "tst_serverstreams.moc"
