#include "core/gateway/check/callcheck.h"
#include "core/gateway/check/eventqueue.h"
#include "samplekeys.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gateway;
using namespace gateway::check;
using test::SampleKey;

namespace {

constexpr std::int64_t noon = 1795000000000;

//! A request as the server would show it.
struct Sent {
    http::Request request;

    Sent(std::string method, std::string path, std::vector<http::Header> headers = {})
    {
        request.method = std::move(method);
        request.path = std::move(path);
        request.headers = std::move(headers);
        request.address = "192.0.2.7";
    }
    http::RequestView view() const
    {
        http::RequestView view;
        view.method = request.method;
        view.path = request.path;
        view.query = "token=ks_inTheQuery";
        view.authorization = request.header("authorization");
        view.apiKey = request.header("x-api-key");
        view.userAgent = request.header("user-agent");
        view.address = request.address;
        view.requestId = "request-1";
        view.raw = &request;
        view.find = [](const void *raw, std::string_view name) {
            return static_cast<const http::Request *>(raw)->header(name);
        };
        view.countOf = [](const void *raw, std::string_view name) {
            return static_cast<const http::Request *>(raw)->count(name);
        };
        return view;
    }
};

struct Told {
    bool answered = false;
    int status = 0;
    QByteArray head;
    QByteArray body;

    QByteArray header(const QByteArray &name) const
    {
        for (const auto &line : head.split('\n'))
            if (line.startsWith(name + ": "))
                return line.mid(name.size() + 2).trimmed();
        return {};
    }
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QString code() const { return json()[u"error"_s][u"code"_s].toString(); }
};

} // namespace

class CallCheckTest : public QObject {
    Q_OBJECT

    const bool m_cryptoReady = crypto::initialize(); // before the pepper
    Checker m_checker{crypto::randomBytes(32), {test::sampleProfile()}};
    EventQueue m_events{1000};
    std::int64_t m_now = noon;

    Told ask(const Sent &sent, bool sampleRoutes = false, bool eventDetail = true)
    {
        CallCheck calls(m_checker, m_events, {sampleRoutes, eventDetail}, [this] { return m_now; });
        std::string out;
        Told told;
        told.answered = calls.answer(sent.view(), true, out);
        const auto text = QByteArray::fromStdString(out);
        const auto end = text.indexOf("\r\n\r\n");
        told.status = text.mid(9, 3).toInt();
        told.head = text.left(end);
        told.body = text.mid(end + 4);
        if (!told.answered && !out.empty())
            qFatal("the buffer was touched");
        return told;
    }
    static http::Header bearer(const std::string &secret) { return {"authorization", "Bearer " + secret}; }
    static Sent asked(const std::string &secret, std::string method, std::string uri)
    {
        return Sent("GET", "/api/v1/authorize",
                    {bearer(secret), {"x-original-method", std::move(method)}, {"x-original-uri", std::move(uri)}});
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_cryptoReady); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_checker.reset({});
        m_events.take(100000);
        m_now = noon;
    }

    void whoamiTellsTheKeyItsPlaceScopesAndLimit()
    {
        SampleKey key(m_checker);
        key.facts.expiresAt = noon + 1000;
        m_checker.put(key.facts);
        const auto told = ask(Sent("GET", "/api/v1/whoami", {{"x-api-key", key.secret}}));
        QVERIFY(told.answered);
        QCOMPARE(told.status, 200);
        const auto json = told.json();
        QCOMPARE(json[u"kind"_s].toString(), u"key"_s);
        QCOMPARE(json[u"organization"_s][u"name"_s].toString(), u"Acme \"East\""_s);
        QCOMPARE(json[u"key"_s][u"id"_s].toString(), u"key-1"_s);
        QCOMPARE(json[u"key"_s][u"hint"_s].toString(), u"ks_…"_s);
        QCOMPARE(json[u"key"_s][u"status"_s].toString(), u"active"_s);
        QCOMPARE(json[u"key"_s][u"expires_at"_s].toString(), u"2026-11-18T11:06:41Z"_s);
        QVERIFY(json[u"user"_s].isNull());
        QCOMPARE(json[u"scopes"_s].toArray(), QJsonArray{u"contacts:read"_s});
        QCOMPARE(json[u"rate_limit"_s][u"remaining"_s].toInt(), 100);
        QCOMPARE(told.header("Content-Length").toInt(), int(told.body.size()));
        QCOMPARE(told.header("X-Request-Id"), "request-1");
        QCOMPARE(told.header("Cache-Control"), "no-store");
        QCOMPARE(told.header("X-Content-Type-Options"), "nosniff");
        QVERIFY(told.header("Date").endsWith(" GMT"));
        QVERIFY(!told.head.contains("Server:"));
    }

    void authorizeTellsTheProxyWhoseCallItIs()
    {
        SampleKey key(m_checker);
        key.facts.scopes = {"contacts:read", "contacts:write"};
        m_checker.put(key.facts);
        const auto told = ask(asked(key.secret, "POST", "/api/v1/contacts?name=x"));
        QCOMPARE(told.status, 204);
        QVERIFY(told.body.isEmpty());
        QVERIFY(!told.head.contains("Content-Length"));
        QCOMPARE(told.header("X-Keysteward-Organization"), "org-1");
        QCOMPARE(told.header("X-Keysteward-Key"), "key-1");
        QCOMPARE(told.header("X-Keysteward-Scopes"), "contacts:read contacts:write");
        QCOMPARE(told.header("RateLimit-Limit"), "100");
        QCOMPARE(told.header("RateLimit-Remaining"), "99");
        const auto forwarded =
            ask(Sent("POST", "/api/v1/authorize",
                     {bearer(key.secret), {"x-forwarded-method", "GET"}, {"x-forwarded-uri", "/api/v1/contacts/7"}}));
        QCOMPARE(forwarded.status, 204);
    }

    void refusalsSayWhatIsWrong_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("uri");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QByteArray>("challenge");
        using State = KeyFacts::State;
        const QByteArray invalid = R"(Bearer error="invalid_token")";
        QTest::newRow("disabled") << int(State::Disabled) << QByteArray("GET") << QByteArray("/api/v1/contacts") << 401
                                  << u"KEY_DISABLED"_s << invalid;
        QTest::newRow("revoked") << int(State::Revoked) << QByteArray("GET") << QByteArray("/api/v1/contacts") << 401
                                 << u"KEY_REVOKED"_s << invalid;
        QTest::newRow("scope") << int(State::Active) << QByteArray("POST") << QByteArray("/api/v1/contacts") << 403
                               << u"FORBIDDEN"_s
                               << QByteArray(R"(Bearer error="insufficient_scope", scope="contacts:write")");
        QTest::newRow("no route") << int(State::Active) << QByteArray("GET") << QByteArray("/api/v1/nothing") << 403
                                  << u"FORBIDDEN"_s << QByteArray();
        QTest::newRow("no call") << int(State::Active) << QByteArray("") << QByteArray("/api/v1/contacts") << 400
                                 << u"VALIDATION_FAILED"_s << QByteArray();
        QTest::newRow("no path") << int(State::Active) << QByteArray("GET") << QByteArray("http://x/") << 400
                                 << u"VALIDATION_FAILED"_s << QByteArray();
    }
    void refusalsSayWhatIsWrong()
    {
        QFETCH(int, state);
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, uri);
        SampleKey key(m_checker);
        key.facts.state = KeyFacts::State(state);
        m_checker.put(key.facts);
        const auto told = ask(asked(key.secret, method.toStdString(), uri.toStdString()));
        QTEST(told.status, "status");
        QTEST(told.code(), "code");
        QTEST(told.header("WWW-Authenticate"), "challenge");
        QCOMPARE(told.json()[u"error"_s][u"request_id"_s].toString(), u"request-1"_s);
        QVERIFY(told.json()[u"error"_s][u"details"_s].isObject());
        QVERIFY(!told.json()[u"error"_s][u"message"_s].toString().isEmpty());
        const auto events = m_events.take();
        QCOMPARE(events.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(std::string(events[0].code)), told.code());
    }

    void aMissingScopeIsNamed()
    {
        SampleKey key(m_checker);
        m_checker.put(key.facts);
        const auto told = ask(asked(key.secret, "DELETE", "/api/v1/users/1"));
        QCOMPARE(told.json()[u"error"_s][u"details"_s][u"missing_scope"_s].toString(), u"users:manage"_s);
    }

    void theLimitTellsWhenToComeAgain()
    {
        SampleKey key(m_checker);
        key.facts.perMinute = 2;
        m_checker.put(key.facts);
        QCOMPARE(ask(asked(key.secret, "GET", "/api/v1/contacts")).status, 204);
        m_now += 10000;
        QCOMPARE(ask(asked(key.secret, "GET", "/api/v1/contacts")).status, 204);
        m_now += 10000;
        const auto told = ask(asked(key.secret, "GET", "/api/v1/contacts"));
        QCOMPARE(told.status, 429);
        QCOMPARE(told.code(), u"RATE_LIMITED"_s);
        QCOMPARE(told.header("Retry-After"), "40");
        QCOMPARE(told.header("RateLimit-Limit"), "2");
        QCOMPARE(told.header("RateLimit-Remaining"), "0");
        QCOMPARE(told.header("RateLimit-Reset"), "40");
        m_now += 40000;
        QCOMPARE(ask(asked(key.secret, "GET", "/api/v1/contacts")).status, 204);
    }

    void nobodyAndStrangersAreUnauthorized()
    {
        const auto nobody = ask(
            Sent("GET", "/api/v1/authorize", {{"x-original-method", "GET"}, {"x-original-uri", "/api/v1/contacts"}}));
        QCOMPARE(nobody.status, 401);
        QCOMPARE(nobody.header("WWW-Authenticate"), "Bearer");
        const auto stranger = ask(asked(keytoken::generate("ks_"), "GET", "/api/v1/contacts"));
        QCOMPARE(stranger.status, 401);
        QCOMPARE(stranger.code(), u"UNAUTHORIZED"_s);
        QCOMPARE(stranger.header("WWW-Authenticate"), R"(Bearer error="invalid_token")");
        QCOMPARE(ask(asked("rubbish", "GET", "/api/v1/contacts")).code(), u"UNAUTHORIZED"_s);
    }

    void headersThatAClientSlippedPastTheProxyAreNotBelieved()
    {
        SampleKey key(m_checker);
        m_checker.put(key.facts);
        Sent sent = asked(key.secret, "GET", "/api/v1/contacts");
        sent.request.headers.push_back({"x-forwarded-uri", "/api/v1/users/1"});
        QCOMPARE(ask(sent).status, 400);
        sent = asked(key.secret, "GET", "/api/v1/contacts");
        sent.request.headers.push_back({"x-original-uri", "/api/v1/users/1"});
        QCOMPARE(ask(sent).status, 400);
        sent = asked(key.secret, "GET", "/api/v1/contacts");
        sent.request.headers.push_back({"x-forwarded-method", "DELETE"});
        QCOMPARE(ask(sent).status, 400);
    }

    void twoDifferentCredentialsAreRefused()
    {
        SampleKey key(m_checker);
        m_checker.put(key.facts);
        const auto other = keytoken::generate("ks_");
        const std::vector<http::Header> same{bearer(key.secret), {"x-api-key", key.secret}};
        QCOMPARE(ask(Sent("GET", "/api/v1/whoami", same)).status, 200);
        for (const auto &second : {http::Header{"x-api-key", other}, http::Header{"sample-api-key", other},
                                   http::Header{"authorization", "Bearer " + other}}) {
            const auto told = ask(Sent("GET", "/api/v1/whoami", {bearer(key.secret), second}));
            QCOMPARE(told.status, 400);
            QCOMPARE(told.code(), u"VALIDATION_FAILED"_s);
        }
        QCOMPARE(ask(Sent("GET", "/api/v1/whoami", {{"sample-api-key", key.secret}})).status, 200);
        QCOMPARE(ask(Sent("GET", "/api/v1/whoami", {{"authorization", "bEARER  " + key.secret + " "}})).status, 200);
    }

    void bothReadersOfCredentialsAgree()
    {
        const auto secret = keytoken::generate("ks_");
        const auto personal = keytoken::generate("kst_");
        const std::vector<std::string> extra{"sample-api-key"};
        using Kind = Credential::Kind;
        const std::vector<std::pair<std::vector<http::Header>, Kind>> cases{
            {{}, Kind::None},
            {{{"authorization", "Basic YTpi"}}, Kind::None},
            {{{"authorization", "Bearer"}}, Kind::None},
            {{bearer(secret)}, Kind::Key},
            {{bearer("kst_short")}, Kind::Key},
            {{bearer(personal)}, Kind::PersonalToken},
            {{{"x-api-key", personal}}, Kind::PersonalToken},
            {{{"sample-api-key", secret}}, Kind::Key},
            {{bearer(personal), {"x-api-key", secret}}, Kind::Conflict},
            {{{"x-api-key", secret}, {"x-api-key", secret}}, Kind::Conflict},
        };
        for (const auto &[headers, kind] : cases) {
            const Sent sent("GET", "/", headers);
            QCOMPARE(readCredential(sent.view(), extra).kind, kind);
            QCOMPARE(readCredential(sent.request, extra).kind, kind);
        }
    }

    void whatOnlyTheApiKnowsIsLeftToIt()
    {
        SampleKey key(m_checker);
        m_checker.put(key.facts);
        const auto personal = keytoken::generate("kst_");
        QVERIFY(!ask(Sent("GET", "/api/v1/whoami")).answered);
        QVERIFY(!ask(Sent("GET", "/api/v1/whoami", {{"cookie", "keysteward_session=x"}})).answered);
        QVERIFY(!ask(Sent("GET", "/api/v1/whoami", {bearer(personal)})).answered);
        QVERIFY(!ask(asked(personal, "GET", "/api/v1/contacts")).answered);
        QVERIFY(!ask(Sent("POST", "/api/v1/whoami", {bearer(key.secret)})).answered);
        QVERIFY(!ask(Sent("DELETE", "/api/v1/authorize", {bearer(key.secret)})).answered);
        QVERIFY(!ask(Sent("GET", "/api/v1/contacts", {bearer(key.secret)})).answered);
        QVERIFY(!ask(Sent("GET", "/api/v1/contacts"), true).answered);
        QVERIFY(!ask(Sent("GET", "/api/v1/server", {bearer(keytoken::generate("ks_"))}), true).answered);
        QVERIFY(!ask(Sent("GET", "/api/v1/keys/1", {bearer(key.secret)}), true).answered);
        QVERIFY(m_events.take().empty());
    }

    void sampleRoutesAnswerAfterTheFullCheck()
    {
        SampleKey key(m_checker);
        m_checker.put(key.facts);
        const auto told = ask(Sent("GET", "/api/v1/contacts", {bearer(key.secret)}), true);
        QCOMPARE(told.status, 200);
        QCOMPARE(told.body, R"({"data":[]})");
        const auto head = ask(Sent("HEAD", "/api/v1/contacts", {bearer(key.secret)}), true);
        QCOMPARE(head.status, 200);
        QCOMPARE(head.header("Content-Length"), "11");
        QVERIFY(head.body.isEmpty());
        QCOMPARE(ask(Sent("POST", "/api/v1/contacts", {bearer(key.secret)}), true).status, 403);
        QCOMPARE(ask(Sent("GET", "/api/v1/contacts", {bearer(keytoken::generate("ks_"))}), true).status, 401);
        m_checker.remove("key-1");
        QCOMPARE(ask(Sent("GET", "/api/v1/contacts", {bearer(key.secret)}), true).status, 401);
    }

    void anEventHoldsTheCallAndNoSecret()
    {
        SampleKey key(m_checker);
        m_checker.put(key.facts);
        Sent sent = asked(key.secret, "GET", "/api/v1/contacts/7?token=" + key.secret);
        sent.request.headers.push_back({"user-agent", "curl/8"});
        QCOMPARE(ask(sent).status, 204);
        const auto events = m_events.take();
        QCOMPARE(events.size(), std::size_t(1));
        const RequestEvent &event = events[0];
        QCOMPARE(event.at, noon);
        QCOMPARE(event.key->id, std::string("key-1"));
        QCOMPARE(event.key->organizationId, std::string("org-1"));
        QCOMPARE(event.method, std::string_view("GET"));
        QCOMPARE(event.path, std::string_view("/api/v1/contacts/7"));
        QCOMPARE(event.scope, std::string_view("contacts:read"));
        QCOMPARE(event.code, std::string_view());
        QCOMPARE(event.address, std::string_view("192.0.2.7"));
        QCOMPARE(event.userAgent, std::string_view("curl/8"));
        QCOMPARE(int(event.status), 204);
    }

    void withoutDetailCallsAreStillCounted()
    {
        SampleKey key(m_checker);
        m_checker.put(key.facts);
        const auto before = m_events.counts();
        QCOMPARE(ask(asked(key.secret, "GET", "/api/v1/contacts"), false, false).status, 204);
        QCOMPARE(ask(asked(key.secret, "POST", "/api/v1/contacts"), false, false).status, 403);
        QVERIFY(m_events.take().empty());
        QCOMPARE(m_events.counts().calls(), before.calls() + 2);
        const auto rows = m_events.takeOverflow();
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows[0].key->id, key.facts.id);
        QVERIFY((rows[0].byOutcome == std::array<std::uint64_t, callOutcomes>{1, 0, 1, 0, 0}));
    }
};

QTEST_GUILESS_MAIN(CallCheckTest)
#include "tst_callcheck.moc"
