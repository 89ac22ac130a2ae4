#include "core/net/httpstream.h"

#include "core/base/clock.h"
#include "tests/support/check.h"
#include "tests/support/toxicpeer.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using core::Error;
using test::ToxicPeer;

namespace {

constexpr core::HttpDeadlines soon{.connect = std::chrono::milliseconds(500),
                                   .firstByte = std::chrono::milliseconds(500),
                                   .whole = std::chrono::milliseconds(500),
                                   .silence = std::chrono::milliseconds(500)};

const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n";

//! Who listens, and how it ended.
struct Listener {
    explicit Listener(core::HttpClient &client, const QUrl &url) : stream(client.stream({.url = url}))
    {
        QObject::connect(stream.get(), &core::HttpStream::began, stream.get(), [this] { ++begun; });
        QObject::connect(stream.get(), &core::HttpStream::received, stream.get(), [this](const QByteArray &bytes) {
            size += bytes.size();
            longest = std::max(longest, bytes.size());
        });
        QObject::connect(stream.get(), &core::HttpStream::ended, stream.get(), [this](const auto &refusal) {
            ++ends;
            end = refusal;
        });
    }
    std::unique_ptr<core::HttpStream> stream;
    core::Result<core::HttpReply> end{Error{Error::Kind::InProgress}};
    int begun = 0;
    int ends = 0;
    qint64 size = 0;
    qsizetype longest = 0;
};

} // namespace

//! An answer without an end, from servers and networks of any kind.
class HttpStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void howItEnds_data()
    {
        using After = ToxicPeer::After;
        QTest::addColumn<ToxicPeer::Manner>("manner");
        QTest::addColumn<int>("begun");
        QTest::addColumn<Error::Kind>("kind");
        const auto row = [](const char *name, const ToxicPeer::Manner &manner, int begun, Error::Kind kind) {
            QTest::newRow(name) << manner << begun << kind;
        };
        row("silence behind the header fields", {.answer = head + "\r\n"}, 1, Error::Kind::TimedOut);
        row("silence behind some events", {.answer = head + "\r\ndata: a\n\n"}, 1, Error::Kind::TimedOut);
        row("no answer at all", {.reads = false}, 0, Error::Kind::TimedOut);
        row("closed in good form", {.answer = head + "\r\ndata: a\n\n", .after = After::Close}, 1,
            Error::Kind::Offline);
        row("reset", {.answer = head + "\r\ndata: a\n\n", .after = After::Reset}, 1, Error::Kind::Offline);
        row("another type", {.answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"}, 0,
            Error::Kind::Protocol);
        row("packed", {.answer = head + "Content-Encoding: gzip\r\n\r\nx"}, 0, Error::Kind::Protocol);
        row("a redirect",
            {.answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"}, 0,
            Error::Kind::Protocol);
        row("a refusal without an end",
            {.answer = "HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\n\r\n" + QByteArray(2000, 'x'),
             .endless = true},
            0, Error::Kind::Protocol);
    }
    void howItEnds()
    {
        QFETCH(ToxicPeer::Manner, manner);
        QFETCH(int, begun);
        QFETCH(Error::Kind, kind);
        ToxicPeer peer(manner);
        core::HttpClient client(m_clock, soon);
        Listener listener(client, peer.url());
        QTRY_COMPARE(listener.ends, 1);
        QCOMPARE_ERROR(listener.end, kind);
        QCOMPARE(listener.begun, begun);
        QCOMPARE(peer.requests() <= 1, true);
    }

    void aRefusalIsHandedOnWhole()
    {
        ToxicPeer peer({.answer = ToxicPeer::json(401, "{\"error\":{}}")});
        core::HttpClient client(m_clock, soon);
        Listener listener(client, peer.url());
        QTRY_COMPARE(listener.ends, 1);
        QVERIFY_RESULT(listener.end);
        QCOMPARE(listener.end->status, 401);
        QCOMPARE(listener.end->body, QByteArray("{\"error\":{}}"));
        QCOMPARE(listener.begun, 0);
    }

    void nothingLeavesThisMachineInClear()
    {
        core::HttpClient client(m_clock, soon);
        Listener listener(client, QUrl(u"http://gateway.example/stream"_s));
        QTRY_COMPARE(listener.ends, 1);
        QCOMPARE_ERROR(listener.end, Error::Kind::Insecure);
    }

    void whatComesForeverIsHandedOnInPieces()
    {
        ToxicPeer peer({.answer = head + "\r\n" + QByteArray(4096, 'x'), .endless = true});
        core::HttpClient client(m_clock, soon);
        Listener listener(client, peer.url());
        QTRY_VERIFY_WITH_TIMEOUT(listener.size > 64 * 1024 * 1024, 30000);
        QVERIFY2(listener.longest <= 1024 * 1024, qPrintable(QString::number(listener.longest)));
        QCOMPARE(listener.ends, 0);
    }

private:
    core::SystemClock m_clock;
};

QTEST_GUILESS_MAIN(HttpStreamTest)
#include "tst_httpstream.moc"
