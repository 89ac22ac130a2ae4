#include "tests/core/gateway/api/harness.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

//! A table of what must be refused, each with its status, code and (for VALIDATION_FAILED) the member that is named.
class GatewayInputTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_gateway = std::make_unique<test::RunningGateway>();
        QVERIFY_RESULT(m_gateway->start());
        m_gateway->addUser(u"member@a.example"_s);
        m_gateway->addMember(m_gateway->organization, u"member@a.example"_s, core::Role::Member);
        core::Policy policy;
        policy.maxLifetimeDays = 90;
        m_strict = m_gateway->addOrganization({u"Strict"_s, u"owner@a.example"_s, u"generic"_s, u"Team"_s, {}, policy});
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 200);
        m_key = m_gateway->createKey(u"Import"_s).json()[u"key"][u"id"].toString().toLatin1();
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void cleanupTestCase() { m_gateway.reset(); }

    void aBodyThatIsNotRightIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("member");
        const auto row = [](const char *name, const QByteArray &body, const char *member) {
            QTest::newRow(name) << body << 400 << u"VALIDATION_FAILED"_s << QString::fromLatin1(member);
        };
        const auto malformed = [](const char *name, const QByteArray &body) {
            QTest::newRow(name) << body << 400 << u"MALFORMED_JSON"_s << QString();
        };
        malformed("nothing", {});
        malformed("broken", "{\"name\":");
        malformed("a list", "[]");
        malformed("a text", "\"name\"");
        malformed("two objects", "{}{}");
        malformed("not UTF-8", "{\"name\":\"\xff\xfe\"}");
        malformed("deep", QByteArray(33, '[') + QByteArray(33, ']'));
        malformed("deep inside", "{\"name\":" + QByteArray(32, '[') + QByteArray(32, ']') + "}");
        malformed("very deep", QByteArray(30000, '{'));
        QTest::newRow("huge") << QByteArray(70 * 1024, ' ') << 413 << u"BODY_TOO_LARGE"_s << QString();
        row("no name", "{\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("no scopes", "{\"name\":\"x\",\"expires_at\":null}", "scopes");
        row("no expiry", "{\"name\":\"x\",\"scopes\":[\"contacts:read\"]}", "expires_at");
        row("an unknown member", "{\"name\":\"x\",\"scopes\":[\"contacts:read\"],\"expires_at\":null,\"colour\":1}",
            "colour");
        row("name is a number", "{\"name\":7,\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("name is null", "{\"name\":null,\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("name is blank", "{\"name\":\"  \",\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("name is long",
            "{\"name\":\"" + QByteArray(101, 'x') + "\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("name with a control character",
            "{\"name\":\"a\\u0007b\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("name with a bidi override", "{\"name\":\"a\\u202Eb\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}",
            "name");
        row("name with a lone surrogate", "{\"name\":\"a\\uD800b\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}",
            "name");
        row("name with NUL", "{\"name\":\"a\\u0000b\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("name that is taken", "{\"name\":\"IMPORT\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "name");
        row("note is a list", "{\"name\":\"x\",\"note\":[],\"scopes\":[\"contacts:read\"],\"expires_at\":null}",
            "note");
        row("note is long",
            "{\"note\":\"" + QByteArray(501, 'x') +
                "\",\"name\":\"x\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}",
            "note");
        row("note with a bidi override",
            "{\"note\":\"\\u202E\",\"name\":\"x\",\"scopes\":[\"contacts:read\"],\"expires_at\":null}", "note");
        row("scopes are a text", "{\"name\":\"x\",\"scopes\":\"contacts:read\",\"expires_at\":null}", "scopes");
        row("scopes are empty", "{\"name\":\"x\",\"scopes\":[],\"expires_at\":null}", "scopes");
        row("a scope is a number", "{\"name\":\"x\",\"scopes\":[1],\"expires_at\":null}", "scopes");
        row("a scope that is none", "{\"name\":\"x\",\"scopes\":[\"contacts:fly\"],\"expires_at\":null}", "scopes");
        row("expiry is a number", "{\"name\":\"x\",\"scopes\":[\"contacts:read\"],\"expires_at\":1}", "expires_at");
        row("expiry without a zone",
            "{\"name\":\"x\",\"scopes\":[\"contacts:read\"],\"expires_at\":\"2027-01-01T00:00:00\"}", "expires_at");
        row("expiry in the past",
            "{\"name\":\"x\",\"scopes\":[\"contacts:read\"],\"expires_at\":\"2026-11-20T10:03:59Z\"}", "expires_at");
        row("expiry at this moment",
            "{\"name\":\"x\",\"scopes\":[\"contacts:read\"],\"expires_at\":\"2026-11-20T10:04:00Z\"}", "expires_at");
    }

    void aBodyThatIsNotRightIsRefused()
    {
        QFETCH(QByteArray, body);
        const auto reply = m_gateway->send("POST", keysPath(m_gateway->organization), body,
                                           {{"Content-Type", "application/json; charset=utf-8"},
                                            {"Idempotency-Key", test::RunningGateway::newRequestKey()}});
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(QString, member);
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.code(), code);
        QVERIFY(!reply.headers["x-request-id"].isEmpty());
        if (!member.isEmpty())
            QCOMPARE(reply.details()[u"fields"].toObject().keys(), QStringList{member});
        QCOMPARE(m_gateway->get(keysPath(m_gateway->organization)).json()[u"total"].toInt(), 1);
    }

    void aPolicyBoundsTheExpiry()
    {
        const auto create = [&](const QJsonValue &expiry) {
            return m_gateway->change(
                keysPath(m_strict),
                {{u"name"_s, u"x"_s}, {u"scopes"_s, QJsonArray{u"contacts:read"_s}}, {u"expires_at"_s, expiry}});
        };
        QCOMPARE(create(u"2027-06-01T00:00:00Z"_s).details()[u"fields"].toObject().keys(),
                 QStringList{u"expires_at"_s});
        QCOMPARE(create(QJsonValue::Null).code(), u"VALIDATION_FAILED"_s);
        QCOMPARE(create(u"2027-02-01T00:00:00Z"_s).status, 201);
    }

    void theWrongKindOfRequestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("method") << QByteArray("PUT") << QByteArray("/api/v1/session") << QByteArray("application/json")
                                << 405 << u"METHOD_NOT_ALLOWED"_s;
        QTest::newRow("no type") << QByteArray("POST") << QByteArray("/api/v1/session") << QByteArray("text/plain")
                                 << 415 << u"UNSUPPORTED_MEDIA_TYPE"_s;
        QTest::newRow("almost the type") << QByteArray("POST") << QByteArray("/api/v1/session")
                                         << QByteArray("application/jsonp") << 415 << u"UNSUPPORTED_MEDIA_TYPE"_s;
        QTest::newRow("form") << QByteArray("POST") << QByteArray("/api/v1/session/confirm")
                              << QByteArray("application/x-www-form-urlencoded") << 415 << u"UNSUPPORTED_MEDIA_TYPE"_s;
        QTest::newRow("unknown path") << QByteArray("GET") << QByteArray("/api/v1/nothing") << QByteArray() << 404
                                      << u"NOT_FOUND"_s;
        QTest::newRow("slash behind") << QByteArray("GET") << QByteArray("/api/v1/server/") << QByteArray() << 404
                                      << u"NOT_FOUND"_s;
        QTest::newRow("an id that is none")
            << QByteArray("GET") << QByteArray("/api/v1/keys/..%2f") << QByteArray() << 404 << u"NOT_FOUND"_s;
        QTest::newRow("a body where none belongs") << QByteArray("POST") << QByteArray("/api/v1/personal-token/rotate")
                                                   << QByteArray("application/json") << 400 << u"VALIDATION_FAILED"_s;
    }

    void theWrongKindOfRequestIsRefused()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, type);
        const auto reply = type.isEmpty() ? m_gateway->send(method, path)
                                          : m_gateway->send(method, path, "{\"x\":1}", {{"Content-Type", type}});
        QTEST(reply.status, "status");
        QTEST(reply.code(), "code");
        if (reply.status == 405)
            QCOMPARE(reply.headers["allow"], "POST, GET, DELETE");
    }

    void aForeignPageCannotChangeAnything()
    {
        const auto port = QByteArray::number(m_gateway->gateway.address().port());
        const auto rotate = [&](const test::Headers &headers) {
            return m_gateway->send("POST", "/api/v1/personal-token/rotate", {}, headers);
        };
        for (const auto *origin : {"https://evil.example", "null", "http://127.0.0.1", "http://localhost:1"})
            QCOMPARE(rotate({{"Origin", origin}}).code(), u"ORIGIN_REFUSED"_s);
        QCOMPARE(rotate({{"Sec-Fetch-Site", "cross-site"}}).code(), u"ORIGIN_REFUSED"_s);
        QCOMPARE(rotate({{"Origin", "http://127.0.0.1:" + port}, {"Sec-Fetch-Site", "same-origin"}}).status, 200);
        const auto rebound = m_gateway->get("/api/v1/session", {{"Host", "evil.example"}});
        QCOMPARE(rebound.status, 403);
        QCOMPARE(rebound.code(), u"ORIGIN_REFUSED"_s);
    }

    void headersThatAreTooLargeAreRefused()
    {
        const auto reply = m_gateway->get("/api/v1/server", {{"X-Long", QByteArray(20 * 1024, 'x')}});
        QCOMPARE(reply.status, 431);
        QCOMPARE(reply.code(), u"HEADERS_TOO_LARGE"_s);
    }

    void otherEndpointsReadTheirBodiesAsStrictly_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("member");
        const auto row = [](const char *name, const char *path, const char *body, const char *member) {
            QTest::newRow(name) << QByteArray(path) << QByteArray(body) << QString::fromLatin1(member);
        };
        row("overlap is missing", "/rotate", "{}", "overlap_seconds");
        row("overlap is negative", "/rotate", "{\"overlap_seconds\":-1}", "overlap_seconds");
        row("overlap is over 30 days", "/rotate", "{\"overlap_seconds\":2592001}", "overlap_seconds");
        row("overlap is broken", "/rotate", "{\"overlap_seconds\":0.5}", "overlap_seconds");
        row("overlap is text", "/rotate", "{\"overlap_seconds\":\"60\"}", "overlap_seconds");
        row("overlap is huge", "/rotate", "{\"overlap_seconds\":1e300}", "overlap_seconds");
        row("new expiry in the past", "/rotate", "{\"overlap_seconds\":0,\"expires_at\":\"2020-01-01T00:00:00Z\"}",
            "expires_at");
        row("new expiry without a zone", "/rotate", "{\"overlap_seconds\":0,\"expires_at\":\"2027-01-01T00:00:00\"}",
            "expires_at");
        row("unknown member of rotate", "/rotate", "{\"overlap_seconds\":0,\"name\":\"x\"}", "name");
        row("no reason", "/revoke", "{}", "reason");
        row("another reason", "/revoke", "{\"reason\":\"bored\"}", "reason");
        row("unknown member of revoke", "/revoke", "{\"reason\":\"other\",\"force\":true}", "force");
        row("retirement is null", "/retirement", "{\"retires_at\":null}", "retires_at");
        row("a body for acknowledge", "/acknowledge", "{\"really\":true}", "really");
        row("note of a revocation with a bidi override", "/revoke", "{\"reason\":\"other\",\"note\":\"a\\u202Eb\"}",
            "note");
    }

    void otherEndpointsReadTheirBodiesAsStrictly()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(QString, member);
        const auto reply = m_gateway->send(
            "POST", "/api/v1/keys/" + m_key + path, body,
            {{"Content-Type", "application/json"}, {"Idempotency-Key", test::RunningGateway::newRequestKey()}});
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.details()[u"fields"].toObject().keys(), QStringList{member});
        QCOMPARE(m_gateway->get("/api/v1/keys/" + m_key).json()[u"version"].toInt(), 1);
    }

    void aPolicyBoundsTheExpiryOfWhatIsChangedOrRotated()
    {
        const auto made = m_gateway->change(keysPath(m_strict), {{u"name"_s, u"bounded"_s},
                                                                 {u"scopes"_s, QJsonArray{u"contacts:read"_s}},
                                                                 {u"expires_at"_s, u"2027-02-01T00:00:00Z"_s}});
        const auto path = "/api/v1/keys/" + made.json()[u"key"][u"id"].toString().toLatin1();
        const auto patch = [&](const QJsonValue &expiry) {
            return m_gateway->call("PATCH", path, {{u"expires_at"_s, expiry}}, {{"If-Match", "*"}});
        };
        const auto rotate = [&](const QJsonValue &expiry) {
            return m_gateway->change(path + "/rotate", {{u"overlap_seconds"_s, 60}, {u"expires_at"_s, expiry}});
        };
        // 90 days from 20 November, 10:04, and the day's grace with which the end of a day can be chosen.
        for (const auto &tooFar : {QJsonValue(QJsonValue::Null), QJsonValue(u"2027-02-19T10:04:01Z"_s),
                                   QJsonValue(u"2027-06-01T00:00:00Z"_s), QJsonValue(u"9999-12-31T23:59:59Z"_s)}) {
            for (const auto &reply : {patch(tooFar), rotate(tooFar)}) {
                QCOMPARE(reply.status, 400);
                QCOMPARE(reply.details()[u"fields"].toObject().keys(), QStringList{u"expires_at"_s});
            }
        }
        QCOMPARE(m_gateway->get(path).json()[u"version"].toInt(), 1);
        QCOMPARE(patch(u"2027-02-19T10:04:00Z"_s).status, 200);
        const auto rotated = rotate(u"2027-02-19T10:04:00Z"_s);
        QCOMPARE(rotated.status, 201);
        QCOMPARE(rotated.json()[u"key"][u"expires_at"].toString(), u"2027-02-19T10:04:00Z"_s);
    }

    void aChangeIsReadAsStrictlyAsANewKey_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("member");
        const auto row = [](const char *name, const QByteArray &body, const char *member) {
            QTest::newRow(name) << body << QString::fromLatin1(member);
        };
        row("name with a control character", "{\"name\":\"a\\u0007b\"}", "name");
        row("name with a line feed", "{\"name\":\"a\\nb\"}", "name");
        row("name with NUL", "{\"name\":\"a\\u0000b\"}", "name");
        row("name with a bidi override", "{\"name\":\"a\\u202Eb\"}", "name");
        row("name with a bidi isolate", "{\"name\":\"a\\u2066b\"}", "name");
        row("name with a lone surrogate", "{\"name\":\"a\\uD800b\"}", "name");
        row("name is blank", "{\"name\":\"  \"}", "name");
        row("name is null", "{\"name\":null}", "name");
        row("name is long", "{\"name\":\"" + QByteArray(101, 'x') + "\"}", "name");
        row("note with a bidi override", "{\"note\":\"a\\u202Eb\"}", "note");
        row("note is long", "{\"note\":\"" + QByteArray(501, 'x') + "\"}", "note");
        row("no scope", "{\"scopes\":[]}", "scopes");
        row("a scope that is none", "{\"scopes\":[\"contacts:fly\"]}", "scopes");
        row("expiry in the past", "{\"expires_at\":\"2026-11-20T10:03:59Z\"}", "expires_at");
        row("expiry without a zone", "{\"expires_at\":\"2027-01-01T00:00:00\"}", "expires_at");
        row("enabled is a text", "{\"enabled\":\"yes\"}", "enabled");
        row("unknown member", "{\"status\":\"active\"}", "status");
    }

    void aChangeIsReadAsStrictlyAsANewKey()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, member);
        const auto reply = m_gateway->send("PATCH", "/api/v1/keys/" + m_key, body,
                                           {{"Content-Type", "application/json"}, {"If-Match", "*"}});
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.code(), u"VALIDATION_FAILED"_s);
        QCOMPARE(reply.details()[u"fields"].toObject().keys(), QStringList{member});
        QCOMPARE(m_gateway->get("/api/v1/keys/" + m_key).json()[u"version"].toInt(), 1);
    }

    void twoCredentialsThatDifferAreRefused()
    {
        const auto reply =
            m_gateway->get("/api/v1/organizations", {{"Authorization", "Bearer abc"}, {"x-api-key", "def"}});
        QCOMPARE(reply.status, 400);
    }

private:
    static QByteArray keysPath(const QString &organization)
    {
        return "/api/v1/organizations/" + organization.toLatin1() + "/keys";
    }

    std::unique_ptr<test::RunningGateway> m_gateway;
    QString m_strict;
    QByteArray m_key;
};

QTEST_GUILESS_MAIN(GatewayInputTest)
#include "tst_gatewayinput.moc"
