#include "core/backend/betterauth/authanswers.h"

#include "tests/support/check.h"

#include <QRegularExpression>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = Error::Kind;

namespace {

HttpReply reply(int status, const QByteArray &body, const QList<std::pair<QByteArray, QByteArray>> &headers = {})
{
    HttpReply reply;
    reply.status = status;
    reply.body = body;
    reply.headers = headers;
    return reply;
}

QByteArray coded(const char *code)
{
    return QByteArray(R"({"message":"some words","code":")") + code + "\"}";
}

} // namespace

//! Answers of better-auth 1.4 to 1.7, as they are.
class AuthAnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyRefusalHasItsKind_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Kind>("kind");
        const auto row = [](const char *name, int status, const QByteArray &body, Kind kind) {
            QTest::newRow(name) << status << body << kind;
        };
        row("unknown path", 404, {}, Kind::NotSupported);
        row("unknown key", 404, coded("KEY_NOT_FOUND"), Kind::NotFound);
        row("unknown key, 1.4", 404, R"({"code":"API_KEY_NOT_FOUND","message":"API Key not found"})", Kind::NotFound);
        row("fault of its own", 500, {}, Kind::Server);
        row("out of service", 503, "<html>", Kind::Unavailable);
        row("wrong password", 401, coded("INVALID_EMAIL_OR_PASSWORD"), Kind::SignInFailed);
        row("wrong code", 401, coded("INVALID_CODE"), Kind::SignInFailed);
        row("used backup code", 401, coded("INVALID_BACKUP_CODE"), Kind::SignInFailed);
        row("no session", 401, coded("UNAUTHORIZED"), Kind::Unauthorized);
        row("no session, create", 401, coded("UNAUTHORIZED_SESSION"), Kind::Unauthorized);
        row("no session, 1.4", 401, {}, Kind::Unauthorized);
        row("no member", 401, coded("USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION"), Kind::Forbidden);
        row("no right", 403, coded("INSUFFICIENT_API_KEY_PERMISSIONS"), Kind::Forbidden);
        row("another origin", 403, coded("INVALID_ORIGIN"), Kind::Forbidden);
        row("limited", 429, R"({"message":"Too many requests. Please try again later."})", Kind::RateLimited);
        row("server only", 400, coded("SERVER_ONLY_PROPERTY"), Kind::NotSupported);
        row("server only, 1.4", 400,
            coded("THE_PROPERTY_YOURE_TRYING_TO_SET_CAN_ONLY_BE_SET_FROM_THE_SERVER_AUTH_INSTANCE_ONLY"),
            Kind::NotSupported);
        row("nothing to change", 400, coded("NO_VALUES_TO_UPDATE"), Kind::Server);
        row("unsupported type", 415, coded("UNSUPPORTED_MEDIA_TYPE"), Kind::Server);
        row("not yet", 400, R"({"error":"authorization_pending","error_description":"…"})", Kind::InProgress);
        row("too often", 400, R"({"error":"slow_down"})", Kind::RateLimited);
        row("refused by the person", 400, R"({"error":"access_denied"})", Kind::Forbidden);
        row("too late", 400, R"({"error":"expired_token"})", Kind::TimedOut);
        row("a redirect", 302, {}, Kind::Protocol);
    }
    void everyRefusalHasItsKind()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(Kind, kind);
        QCOMPARE(nameOf(authanswers::error(reply(status, body)).kind), nameOf(kind));
    }

    void aFieldIsNamedByAnyVersion_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        QTest::newRow("name") << coded("INVALID_NAME_LENGTH") << u"name"_s;
        QTest::newRow("no name") << coded("NAME_REQUIRED") << u"name"_s;
        QTest::newRow("name, 1.4") << coded("THE_NAME_LENGTH_IS_EITHER_TOO_LARGE_OR_TOO_SMALL") << u"name"_s;
        QTest::newRow("too soon") << coded("EXPIRES_IN_IS_TOO_SMALL") << u"expires_at"_s;
        QTest::newRow("too soon, 1.4") << coded("THE_EXPIRESIN_IS_SMALLER_THAN_THE_PREDEFINED_MINIMUM_VALUE")
                                       << u"expires_at"_s;
        QTest::newRow("by its text")
            << QByteArray(R"({"message":"[body.expiresIn] Invalid input: expected number","code":"VALIDATION_ERROR"})")
            << u"expires_at"_s;
        QTest::newRow("email") << coded("INVALID_EMAIL") << u"email"_s;
    }
    void aFieldIsNamedByAnyVersion()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        const auto error = authanswers::error(reply(400, body));
        QCOMPARE(error.kind, Kind::Validation);
        QCOMPARE(error.fields.keys(), QStringList{field});
        QVERIFY(!error.fields[field].isEmpty());
    }

    void aPauseIsReadWhereverItStands()
    {
        const QByteArray limited(R"({"message":"Too many requests. Please try again later."})");
        const auto pause = [](const HttpReply &reply) { return authanswers::error(reply).retryAfter; };
        QCOMPARE(pause(reply(429, limited, {{"content-type", "text/plain"}, {"x-retry-after", "7"}})), 7s);
        QCOMPARE(pause(reply(429, limited, {{"retry-after", "3"}})), 3s);
        QCOMPARE(pause(reply(429, R"({"code":"RATE_LIMITED","details":{"tryAgainIn":59965}})")), 60s);
        QCOMPARE(pause(reply(429, {})), 10s);
        QCOMPARE(pause(reply(503, {})), 0s);
    }

    void aListIsReadInBothShapes()
    {
        const QByteArray key(R"({"id":"k1","referenceId":"o1","start":"wa_abc","name":null,"enabled":false,)"
                             R"("permissions":{"gateway":["read","send"]},"createdAt":"2026-11-20T10:17:40.823Z"})");
        const auto wrapped = authanswers::keys(reply(200, "{\"apiKeys\":[" + key + "],\"total\":1}"));
        QVERIFY_RESULT(wrapped);
        QVERIFY(!wrapped->bare);
        const auto bare = authanswers::keys(reply(200, "[" + key + "]"));
        QVERIFY_RESULT(bare);
        QVERIFY(bare->bare);
        QCOMPARE(bare->keys, wrapped->keys);
        const auto &read = bare->keys.first();
        QCOMPARE(read.hint, u"wa_abc…"_s);
        QCOMPARE(read.scopes, (QStringList{u"gateway:read"_s, u"gateway:send"_s}));
        QCOMPARE(read.status, KeyStatus::Disabled);
        QVERIFY(read.name.isEmpty() && !read.expiresAt.isValid() && !read.lastUsed);
    }

    void aListThatIsNoneIsNotTakenForAnEmptyOne_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const auto *body : {"", "null", "{}", "<html>", R"({"apiKeys":null})", R"({"apiKeys":[{"id":"../x"}]})",
                                 R"([{"name":"without an id"}])", R"([{"id":"k1","userId":"u 1"}])"})
            QTest::newRow(body) << QByteArray(body);
    }
    void aListThatIsNoneIsNotTakenForAnEmptyOne()
    {
        QFETCH(QByteArray, body);
        QCOMPARE_ERROR(authanswers::keys(reply(200, body)), Kind::Protocol);
    }

    void theConfigurationOfAKeyIsKept()
    {
        const auto list = authanswers::keys(reply(
            200, R"([{"id":"k1","userId":"u1","configId":"default"},{"id":"k2","userId":"u1","configId":"mcp"}])"));
        QVERIFY_RESULT(list);
        QCOMPARE(list->configurations, (QHash<QString, QString>{{u"k2"_s, u"mcp"_s}}));
    }
};

QTEST_GUILESS_MAIN(AuthAnswersTest)
#include "tst_authanswers.moc"
