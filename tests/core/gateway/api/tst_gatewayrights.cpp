#include "core/gateway/api/routes.h"
#include "tests/core/gateway/api/harness.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

//! Who may do what, on every endpoint.
class GatewayRightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_gateway = std::make_unique<test::RunningGateway>();
        QVERIFY_RESULT(m_gateway->start());
        for (const auto role : {core::Role::Admin, core::Role::Member, core::Role::Viewer}) {
            const auto email = core::wordFor(role) + u"@a.example"_s;
            m_gateway->addUser(email);
            m_gateway->addMember(m_gateway->organization, email, role);
        }
        m_gateway->addUser(u"stranger@b.example"_s);
        m_gateway->addOrganization({u"B"_s, u"stranger@b.example"_s, u"generic"_s});
        for (const auto &who : {u"owner"_s, u"admin"_s, u"member"_s, u"viewer"_s, u"stranger"_s}) {
            m_gateway->signIn(who + (who == u"stranger" ? u"@b.example"_s : u"@a.example"_s));
            m_cookies[who] = m_gateway->session;
        }
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanupTestCase() { m_gateway.reset(); }

    //! Without a credential nothing but what is meant for everybody answers.
    void nobodyGetsIn()
    {
        m_gateway->session.clear();
        for (const auto &route : gateway::api::allRoutes()) {
            const auto reply = m_gateway->send(toBytes(route.method), pathOf(route, "x"));
            if (route.need == gateway::api::Route::Need::Anyone)
                QVERIFY2(reply.status != 401 && reply.status != 403, route.pattern.data());
            else
                QVERIFY2(reply.status == 401 && reply.code() == u"UNAUTHORIZED", route.pattern.data());
        }
    }

    //! What belongs to organization A does not exist for a member of B: not even by another error.
    void strangersSeeNothingOfAnotherOrganization()
    {
        as(u"owner"_s);
        const auto key = newKey();
        as(u"stranger"_s);
        int tried = 0;
        for (const auto &route : gateway::api::allRoutes()) {
            const bool ofOrganization = route.pattern.find("/organizations/{}") != std::string_view::npos;
            const bool ofKey = route.pattern.find("/keys/{}") != std::string_view::npos;
            if (!ofOrganization && !ofKey)
                continue;
            ++tried;
            const auto own = perform(route, ofKey ? key : m_gateway->organization.toLatin1());
            const auto none = perform(route, "01990000-0000-7000-8000-000000000000");
            QVERIFY2(own.status == 404 && own.code() == u"NOT_FOUND", route.pattern.data());
            QCOMPARE(own.status, none.status);
            QCOMPARE(own.code(), none.code());
        }
        QCOMPARE(tried, 16);
        as(u"owner"_s);
        QCOMPARE(m_gateway->get("/api/v1/keys/" + key).json()[u"version"].toInt(), 1);
    }

    void rolesAreKept_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("own"); // of a key that the person made, or that the owner made
        QTest::addColumn<int>("status");
        struct Action {
            const char *path;
            int done;
        };
        for (const auto &[path, done] :
             {Action{"", 200}, Action{"PATCH", 200}, Action{"/rotate", 201}, Action{"/revoke", 200},
              Action{"/acknowledge", 204}, Action{"/retirement", 409}}) {
            const bool reads = qstrlen(path) == 0;
            const auto row = [&](const char *who, bool own, int status) {
                QTest::addRow("%s %s %s", who, path, own ? "own" : "other")
                    << QString::fromLatin1(who) << QByteArray(path) << own << status;
            };
            row("owner", false, done);
            row("admin", false, done);
            row("member", true, done);
            row("member", false, reads ? done : 403);
            row("viewer", false, reads ? done : 403);
        }
    }

    void rolesAreKept()
    {
        QFETCH(QString, who);
        QFETCH(QByteArray, path);
        QFETCH(bool, own);
        as(own ? who : u"owner"_s);
        const auto key = newKey();
        as(who);
        test::Reply reply;
        if (path.isEmpty())
            reply = m_gateway->get("/api/v1/keys/" + key);
        else if (path == "PATCH")
            reply = m_gateway->call("PATCH", "/api/v1/keys/" + key, {{u"note"_s, u"new"_s}}, {{"If-Match", "\"1\""}});
        else
            reply = m_gateway->send("POST", "/api/v1/keys/" + key + path, bodyFor(path), headers());
        QTEST(reply.status, "status");
        if (reply.status == 403)
            QCOMPARE(reply.details()[u"missing_permission"].toString(), u"keys:manage"_s);
    }

    void creatingNeedsARoleAndScopesThatItMayGrant_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("scope");
        QTest::addColumn<int>("status");
        QTest::newRow("owner, low") << u"owner"_s << u"contacts:read"_s << 201;
        QTest::newRow("owner, high") << u"owner"_s << u"messages:write"_s << 201;
        QTest::newRow("admin, high") << u"admin"_s << u"messages:write"_s << 201;
        QTest::newRow("member, medium") << u"member"_s << u"contacts:write"_s << 201;
        QTest::newRow("member, high") << u"member"_s << u"messages:write"_s << 403;
        QTest::newRow("viewer, low") << u"viewer"_s << u"contacts:read"_s << 403;
    }

    void creatingNeedsARoleAndScopesThatItMayGrant()
    {
        QFETCH(QString, who);
        QFETCH(QString, scope);
        as(who);
        const auto reply = m_gateway->createKey(u"Key %1"_s.arg(++m_number), {scope});
        QTEST(reply.status, "status");
        if (who == u"member" && reply.status == 403)
            QCOMPARE(reply.details()[u"missing_scope"].toString(), scope);
        const auto listed = m_gateway->get("/api/v1/organizations/" + m_gateway->organization.toLatin1() + "/scopes");
        for (const auto &entry : listed.json()[u"data"].toArray()) {
            if (entry[u"name"].toString() == scope)
                QCOMPARE(entry[u"grantable"].toBool(), reply.status == 201);
        }
    }

    void aMemberCannotWidenOrRenewAKeyBeyondTheRole()
    {
        as(u"member"_s);
        const auto key = newKey();
        const auto path = "/api/v1/keys/" + key;
        const auto widened = m_gateway->call(
            "PATCH", path, {{u"scopes"_s, QJsonArray{u"contacts:read"_s, u"messages:write"_s}}}, {{"If-Match", "*"}});
        QCOMPARE(widened.status, 403);
        QCOMPARE(widened.details()[u"missing_scope"].toString(), u"messages:write"_s);
        as(u"owner"_s);
        QCOMPARE(m_gateway->call("PATCH", path, {{u"scopes"_s, QJsonArray{u"messages:write"_s}}}, {{"If-Match", "*"}})
                     .status,
                 200);
        as(u"member"_s);
        QCOMPARE(m_gateway->call("PATCH", path, {{u"note"_s, u"kept"_s}}, {{"If-Match", "*"}}).status, 200);
        QCOMPARE(m_gateway->change(path + "/rotate", {{u"overlap_seconds"_s, 0}}).status, 403);
    }

    void aKeyIsNoPerson()
    {
        as(u"owner"_s);
        const auto secret = m_gateway->createKey(u"Key %1"_s.arg(++m_number)).json()[u"secret"].toString().toLatin1();
        for (const auto &route : gateway::api::allRoutes()) {
            if (route.need == gateway::api::Route::Need::Anyone || route.pattern == "/api/v1/whoami")
                continue;
            const auto reply = m_gateway->bearer(secret, pathOf(route, "x"), toBytes(route.method));
            QVERIFY2(reply.status == 403 && reply.code() == u"FORBIDDEN", route.pattern.data());
        }
    }

private:
    static QByteArray toBytes(std::string_view text)
    {
        return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
    }
    static QByteArray pathOf(const gateway::api::Route &route, const QByteArray &id)
    {
        return toBytes(route.pattern).replace("{}", id);
    }
    void as(const QString &who) { m_gateway->session = m_cookies[who]; }
    QByteArray newKey()
    {
        return m_gateway->createKey(u"Key %1"_s.arg(++m_number)).json()[u"key"][u"id"].toString().toLatin1();
    }

    static test::Headers headers()
    {
        return {{"Content-Type", "application/json"}, {"Idempotency-Key", test::RunningGateway::newRequestKey()}};
    }

    static QByteArray bodyFor(const QByteArray &path)
    {
        if (path.endsWith("/rotate"))
            return R"({"overlap_seconds":60})";
        if (path.endsWith("/revoke"))
            return R"({"reason":"unused"})";
        if (path.endsWith("/retirement"))
            return R"({"retires_at":"2026-11-20T11:00:00Z"})";
        if (path.endsWith("/lookup"))
            return "{\"sha256\":\"" + QByteArray(64, '0') + "\"}";
        if (path.endsWith("/keys"))
            return R"({"name":"x","scopes":["contacts:read"],"expires_at":null})";
        return "{}";
    }

    test::Reply perform(const gateway::api::Route &route, const QByteArray &id)
    {
        const auto path = pathOf(route, id);
        if (route.method == "GET")
            return m_gateway->get(path);
        auto with = headers();
        with += std::pair<QByteArray, QByteArray>("If-Match", "\"1\"");
        return m_gateway->send(toBytes(route.method), path, bodyFor(path), with);
    }

    std::unique_ptr<test::RunningGateway> m_gateway;
    QMap<QString, QByteArray> m_cookies;
    int m_number = 0;
};

QTEST_GUILESS_MAIN(GatewayRightsTest)
#include "tst_gatewayrights.moc"
