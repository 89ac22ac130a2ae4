#include "core/backend/probe/providerprobe.h"
#include "core/base/clock.h"
#include "core/base/crypto.h"
#include "core/domain/profile.h"
#include "core/net/httpclient.h"
#include "tests/core/backend/probe/recordedanswers.h"
#include "tests/support/check.h"
#include "tests/support/toxicpeer.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;
using test::ToxicPeer;
using namespace test::recorded;

Q_DECLARE_METATYPE(test::ToxicPeer::Manner)

namespace {

constexpr HttpDeadlines soon{.connect = std::chrono::milliseconds(2000),
                             .firstByte = std::chrono::milliseconds(400),
                             .whole = std::chrono::milliseconds(2000)};

} // namespace

class ProviderProbeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_key = Secret::copy(crypto::randomBase62(44));
        m_place = {};
        m_place.tenant = u"10042"_s;
    }

    void everyAnswerHasItsOutcome_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<CheckOutcome>("outcome");
        QTest::addColumn<Doubt>("doubt");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("code");
        addRows();
    }
    void everyAnswerHasItsOutcome()
    {
        QFETCH(QString, profile);
        QFETCH(QString, kind);
        QFETCH(QByteArray, answer);
        ToxicPeer provider({.answer = answer});
        const auto check = ask(profile, kind, provider);
        QVERIFY_RESULT(check);
        QTEST(check->outcome, "outcome");
        QTEST(check->doubt, "doubt");
        QTEST(check->message, "message");
        QTEST(check->code, "code");
        QCOMPARE(provider.requests(), 1);
    }

    void theKeyGoesWhereTheProfileSays_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("header");
        const auto add = [](const char *profile, const char *kind, const char *line, const char *header) {
            QTest::addRow("%s %s", profile, kind)
                << QString::fromLatin1(profile) << QString::fromLatin1(kind) << QByteArray(line) << QByteArray(header);
        };
        add("watsi", "api-key", "GET /api/v1/conversations?limit=1 HTTP/1.1", "Authorization: Bearer ");
        add("wazzapi", "api-key", "GET /api/v1/devices?limit=1 HTTP/1.1", "Authorization: Bearer ");
        add("wati", "api-token", "GET /api/ext/v3/channels?page_number=1&page_size=1 HTTP/1.1",
            "Authorization: Bearer ");
        add("wati", "bearer-token", "GET /10042/api/v1/getContacts?pageSize=1 HTTP/1.1", "Authorization: Bearer ");
        add("wa-gateway", "api-key", "GET /api/v1/oauth-apps?limit=1 HTTP/1.1", "x-api-key: ");
    }
    void theKeyGoesWhereTheProfileSays()
    {
        QFETCH(QString, profile);
        QFETCH(QString, kind);
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, header);
        ToxicPeer provider({.answer = nothing(401)});
        QVERIFY_RESULT(ask(profile, kind, provider));
        QCOMPARE(provider.requests(), 1);
        const auto request = provider.request(0);
        QVERIFY2(request.startsWith(line + "\r\n"), request.constData());
        QVERIFY(request.toLower().contains("\r\n" + header.toLower() + bytes().toLower() + "\r\n"));
        QCOMPARE(request.count(bytes()), 1);
    }

    void aTemplateIsAskedAsThePersonSays()
    {
        ToxicPeer provider({.answer = plain(200, "pong")});
        m_place.probePath = u"/v2/ping?quiet=1"_s;
        m_place.header = u"X-Token"_s;
        m_place.headerValue = u"Token {key}!"_s;
        const auto check = ask(u"generic"_s, u"api-key"_s, provider);
        QVERIFY_RESULT(check);
        QCOMPARE(check->outcome, CheckOutcome::Valid);
        QVERIFY(provider.request(0).startsWith("GET /v2/ping?quiet=1 HTTP/1.1\r\n"));
        QVERIFY(provider.request(0).toLower().contains("\r\nx-token: token " + bytes().toLower() + "!\r\n"));
    }

    void aRedirectToAnotherHostNeverCarriesTheKey_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }
    void aRedirectToAnotherHostNeverCarriesTheKey()
    {
        QFETCH(int, status);
        ToxicPeer other({.answer = json(200, R"({"chats":[]})")});
        const auto target = other.url(u"/caught"_s).toEncoded();
        ToxicPeer provider({.answer = nothing(status, "Location: " + target + "\r\n")});
        const auto check = ask(u"watsi"_s, u"api-key"_s, provider);
        QVERIFY_RESULT(check);
        QCOMPARE(check->outcome, CheckOutcome::CannotTell);
        QCOMPARE(check->doubt, Doubt::Redirected);
        QCOMPARE(check->redirect, QString::fromLatin1(target));
        QCOMPARE(check->status, status);
        QCOMPARE(provider.requests(), 1);
        QCOMPARE(other.connections(), 0);
    }

    void itIsAskedOnceWhateverHappens_data()
    {
        QTest::addColumn<ToxicPeer::Manner>("manner");
        QTest::newRow("no answer") << ToxicPeer::Manner{.reads = true};
        QTest::newRow("hangs up") << ToxicPeer::Manner{.answer = "HTTP/1.1 200 OK\r\n",
                                                       .after = ToxicPeer::After::Close};
        QTest::newRow("resets") << ToxicPeer::Manner{.after = ToxicPeer::After::Reset};
        QTest::newRow("a short pause") << ToxicPeer::Manner{.answer = nothing(503, "Retry-After: 0\r\n")};
        QTest::newRow("too much") << ToxicPeer::Manner{
            .answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + QByteArray(1024, 'x') + "\r\n",
            .endless = true};
    }
    void itIsAskedOnceWhateverHappens()
    {
        QFETCH(ToxicPeer::Manner, manner);
        ToxicPeer provider(manner);
        const auto check = ask(u"watsi"_s, u"api-key"_s, provider);
        QVERIFY_RESULT(check);
        QCOMPARE(check->outcome, CheckOutcome::CannotTell);
        QVERIFY(check->doubt != Doubt::None);
        QCOMPARE(provider.requests(), 1);
    }

    void whereNobodyListensItCannotBeTold()
    {
        QUrl address;
        {
            const ToxicPeer gone({});
            address = gone.url({});
        }
        m_place.address = address;
        const auto check = askThere(u"watsi"_s, u"api-key"_s);
        QVERIFY_RESULT(check);
        QCOMPARE(check->doubt, Doubt::Unreachable);
        QCOMPARE(check->status, 0);
        m_place.address = QUrl(u"http://192.0.2.1"_s);
        const auto clear = askThere(u"watsi"_s, u"api-key"_s);
        QVERIFY_RESULT(clear);
        QCOMPARE(clear->doubt, Doubt::Insecure);
    }

    void aServerThatSendsTheKeyBackIsMasked()
    {
        const auto key = bytes();
        ToxicPeer provider({.answer = json(401,
                                           R"({"error":{"code":")" + key + R"(","message":"Bad key )" + key + " / " +
                                               key.toBase64() + R"("}})",
                                           "X-Your-Key: " + key + "\r\nX-Encoded: " + key.toHex() + "\r\n")});
        const auto check = ask(u"watsi"_s, u"api-key"_s, provider);
        QVERIFY_RESULT(check);
        QCOMPARE(check->message, u"Bad key ••• / •••="_s);
        QCOMPARE(check->code, u"•••"_s);
        QString everything = check->message + check->code + check->redirect;
        for (const auto &[name, value] : check->headers)
            everything += name + value;
        QVERIFY(!everything.contains(QString::fromLatin1(key.mid(3, 8))));
        QVERIFY(!everything.contains(QString::fromLatin1(key.toHex().mid(4, 8))));
        ToxicPeer mover({.answer = nothing(302, "Location: https://elsewhere.example/?k=" + key + "\r\n")});
        const auto moved = ask(u"watsi"_s, u"api-key"_s, mover);
        QVERIFY_RESULT(moved);
        QCOMPARE(moved->redirect, u"https://elsewhere.example/?k=•••"_s);
    }

    void itIsSaidHowLongToWait_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("seconds");
        const auto reset = [](qint64 in) {
            return "X-RateLimit-Reset: " + QByteArray::number(SystemClock().now().toSecsSinceEpoch() + in) + "\r\n";
        };
        QTest::newRow("seconds") << nothing(429, "Retry-After: 17\r\n") << 17;
        QTest::newRow("a reset as a time") << nothing(429, reset(40)) << 40;
        QTest::newRow("a reset as seconds") << nothing(429, "X-RateLimit-Reset: 25\r\n") << 25;
        QTest::newRow("Retry-After first") << nothing(429, "Retry-After: 5\r\n" + reset(900)) << 5;
        QTest::newRow("nothing said") << nothing(429) << 60;
        QTest::newRow("the last call was let in")
            << json(200, R"({"chats":[]})", "X-RateLimit-Remaining: 0\r\n" + reset(30)) << 30;
        QTest::newRow("calls are left") << json(200, R"({"chats":[]})", "X-RateLimit-Remaining: 299\r\n" + reset(30))
                                        << 0;
        QTest::newRow("nonsense") << nothing(429, "Retry-After: soon\r\nX-RateLimit-Reset: -4\r\n") << 60;
        QTest::newRow("for ever") << nothing(429, "X-RateLimit-Reset: 99999999999\r\n") << 24 * 3600;
        QTest::newRow("in trouble") << nothing(503, "Retry-After: 90\r\n") << 90;
    }
    void itIsSaidHowLongToWait()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, seconds);
        ToxicPeer provider({.answer = answer});
        const auto check = ask(u"watsi"_s, u"api-key"_s, provider);
        QVERIFY_RESULT(check);
        const auto wait = check->retryAt.isValid() ? check->at.secsTo(check->retryAt) : 0;
        QVERIFY2(std::abs(wait - seconds) <= 2, qPrintable(QString::number(wait)));
    }

    void theProvidersClockIsNotTakenOver()
    {
        ToxicPeer provider({.answer = nothing(401, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n")});
        QVERIFY_RESULT(ask(u"watsi"_s, u"api-key"_s, provider));
        QCOMPARE(m_clock.offset().count(), 0);
    }

    void aBodyThatEndsWithTheConnectionIsRead()
    {
        ToxicPeer provider({.answer = "HTTP/1.1 401 No\r\nContent-Type: text/plain\r\n\r\nUnknown token",
                            .after = ToxicPeer::After::Close});
        const auto check = ask(u"wati"_s, u"api-token"_s, provider);
        QVERIFY_RESULT(check);
        QCOMPARE(check->outcome, CheckOutcome::Invalid);
        QCOMPARE(check->message, u"Unknown token"_s);
    }

    void whatIsKeptOfAnAnswerIsBounded()
    {
        QByteArray many;
        for (int i = 0; i < 60; ++i)
            many += "X-Field-" + QByteArray::number(i) + ": " + QByteArray(1000, 'v') + "\r\n";
        ToxicPeer provider({.answer = said(401, "text/plain", QByteArray(5000, 'm'), many)});
        const auto check = ask(u"wati"_s, u"api-token"_s, provider);
        QVERIFY_RESULT(check);
        QCOMPARE(check->headers.size(), 40);
        for (const auto &[name, value] : check->headers)
            QVERIFY(value.size() <= 300);
        QVERIFY(check->message.size() <= 301);
    }

private:
    QByteArray bytes() const
    {
        const auto text = m_key.reveal();
        return {text.data(), static_cast<qsizetype>(text.size())};
    }

    Result<KeyCheck> ask(const QString &profile, const QString &kind, const ToxicPeer &provider)
    {
        m_place.address = provider.url({});
        return askThere(profile, kind);
    }

    Result<KeyCheck> askThere(const QString &profile, const QString &kind)
    {
        const auto provider = shippedProfile(profile);
        const auto *found = provider && provider->watching ? provider->watching->kind(kind) : nullptr;
        if (found == nullptr)
            return Error{Error::Kind::NotFound, u"no such kind"_s};
        return test::wait(m_probe.ask(m_place, *provider->watching, *found, m_key));
    }

    SystemClock m_clock;
    HttpClient m_http{m_clock, soon};
    ProviderProbe m_probe{m_http, m_clock};
    WatchedOrganization m_place;
    Secret m_key;
};

QTEST_GUILESS_MAIN(ProviderProbeTest)
#include "tst_providerprobe.moc"
