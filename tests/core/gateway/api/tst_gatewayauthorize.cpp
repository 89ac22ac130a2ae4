#include "tests/core/gateway/api/harness.h"
#include "tests/support/check.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

//! The check as a reverse proxy asks for it.
class GatewayAuthorizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_gateway = std::make_unique<test::RunningGateway>();
        QVERIFY_RESULT(m_gateway->start());
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 200);
        const auto made = m_gateway->createKey(u"Import"_s).json();
        m_secret = made[u"secret"].toString().toLatin1();
        m_key = made[u"key"][u"id"].toString().toLatin1();
        m_gateway->session.clear();
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanupTestCase() { m_gateway.reset(); }

    void theProxyLearnsWhoseCallItIs_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<QByteArray>("uri");
        for (const auto *asked : {"GET", "POST"}) {
            QTest::addRow("%s, nginx", asked) << QByteArray(asked) << QByteArray("X-Original-") << QByteArray("URI");
            QTest::addRow("%s, Traefik", asked) << QByteArray(asked) << QByteArray("X-Forwarded-") << QByteArray("Uri");
        }
    }

    void theProxyLearnsWhoseCallItIs()
    {
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, family);
        QFETCH(QByteArray, uri);
        const auto reply = m_gateway->send(asked, "/api/v1/authorize", {},
                                           {{"Authorization", "Bearer " + m_secret},
                                            {family + "Method", "GET"},
                                            {family + uri, "/api/v1/contacts?page=2"}});
        QCOMPARE(reply.status, 204);
        QVERIFY(reply.body.isEmpty());
        QCOMPARE(reply.headers["x-keysteward-organization"], m_gateway->organization.toLatin1());
        QCOMPARE(reply.headers["x-keysteward-key"], m_key);
        QCOMPARE(reply.headers["x-keysteward-scopes"], "contacts:read");
        QCOMPARE(reply.headers["ratelimit-limit"], "100");
    }

    void whatIsMissingIsNamed()
    {
        const auto reply = authorize(m_secret, "POST", "/api/v1/contacts");
        QCOMPARE(reply.status, 403);
        QCOMPARE(reply.details()[u"missing_scope"].toString(), u"contacts:write"_s);
        QCOMPARE(reply.headers["www-authenticate"], R"(Bearer error="insufficient_scope", scope="contacts:write")");
        QCOMPARE(authorize(m_secret, "GET", "/api/v1/unlisted").status, 403);
    }

    void whoHasNoKeyIsTold()
    {
        const auto nobody =
            m_gateway->get("/api/v1/authorize", {{"X-Original-Method", "GET"}, {"X-Original-URI", "/api/v1/contacts"}});
        QCOMPARE(nobody.status, 401);
        QCOMPARE(nobody.headers["www-authenticate"], "Bearer");
        const auto unknown = authorize("ks_" + m_secret.mid(4) + "0", "GET", "/api/v1/contacts");
        QCOMPARE(unknown.status, 401);
        QCOMPARE(unknown.code(), u"UNAUTHORIZED"_s);
    }

    void headersThatNameNoCallOrTwoAreRefused()
    {
        const test::Headers key{{"x-api-key", m_secret}};
        const test::Headers call{{"X-Original-Method", "GET"}, {"X-Original-URI", "/api/v1/contacts"}};
        const QList<test::Headers> wrong{
            {}, {call.first()}, {call.last()}, call + call, call + test::Headers{{"X-Forwarded-Uri", "/api/v1/other"}}};
        for (const auto &headers : wrong)
            QCOMPARE(m_gateway->get("/api/v1/authorize", key + headers).code(), u"VALIDATION_FAILED"_s);
        QCOMPARE(m_gateway->get("/api/v1/authorize", key + call).status, 204);
    }

    void theCallBeyondTheLimitIsRefusedWithAWait()
    {
        // Other functions have used some of the minute's 100; the clock of this gateway stands still.
        int allowed = 0;
        test::Reply reply;
        while ((reply = authorize(m_secret, "GET", "/api/v1/contacts")).status == 204)
            QVERIFY(++allowed <= 100);
        QCOMPARE(reply.status, 429);
        QCOMPARE(reply.code(), u"RATE_LIMITED"_s);
        QCOMPARE(reply.headers["retry-after"], "60");
        QCOMPARE(reply.headers["ratelimit-remaining"], "0");
        m_gateway->clock.advance(std::chrono::seconds(60));
        QCOMPARE(authorize(m_secret, "GET", "/api/v1/contacts").status, 204);
    }

private:
    test::Reply authorize(const QByteArray &secret, const QByteArray &method, const QByteArray &uri)
    {
        return m_gateway->get(
            "/api/v1/authorize",
            {{"Authorization", "Bearer " + secret}, {"X-Original-Method", method}, {"X-Original-URI", uri}});
    }

    std::unique_ptr<test::RunningGateway> m_gateway;
    QByteArray m_secret;
    QByteArray m_key;
};

QTEST_GUILESS_MAIN(GatewayAuthorizeTest)
#include "tst_gatewayauthorize.moc"
