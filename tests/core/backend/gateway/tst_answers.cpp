#include "core/backend/gateway/gatewaybackend.h"

#include "core/base/clock.h"
#include "core/base/identifiers.h"
#include "core/domain/keyjson.h"
#include "tests/support/check.h"
#include "tests/support/toxicpeer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace core;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using test::ToxicPeer;
using Kind = Error::Kind;

namespace {

QByteArray bytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray problem(const char *code, const QJsonObject &details = {}, const QString &message = u"said so"_s)
{
    return bytes({{u"error"_s, QJsonObject{{u"code"_s, QString::fromLatin1(code)},
                                           {u"message"_s, message},
                                           {u"details"_s, details},
                                           {u"request_id"_s, u"req-body"_s}}}});
}

QJsonObject keyObject(const QString &id, KeyStatus status = KeyStatus::Active)
{
    Key key;
    key.id = id;
    key.organizationId = u"org1"_s;
    key.name = u"name"_s;
    key.hint = u"wa_abcd…wxyz"_s;
    key.scopes = {u"tags"_s};
    key.status = status;
    key.createdAt = QDateTime({2026, 11, 20}, {10, 4}, Qt::UTC);
    key.createdBy = {u"u1"_s, u"Ada"_s};
    key.version = 3;
    return toJson(key);
}

} // namespace

Q_DECLARE_METATYPE(core::Error::Kind)

//! Answers as they stand on the wire, from the contract's and from whoever else may be at the other end.
class AnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aRefusalBecomesItsKind_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Kind>("kind");
        const auto row = [](int status, const char *code, Kind kind) {
            QTest::addRow("%d %s", status, code) << status << problem(code) << kind;
        };
        row(400, "VALIDATION_FAILED", Kind::Validation);
        row(400, "MALFORMED_JSON", Kind::Server);
        row(400, "IDEMPOTENCY_KEY_REQUIRED", Kind::Server);
        for (const auto *code : {"UNAUTHORIZED", "SESSION_EXPIRED", "KEY_EXPIRED", "KEY_REVOKED", "KEY_DISABLED"})
            row(401, code, Kind::Unauthorized);
        row(401, "SIGN_IN_FAILED", Kind::SignInFailed);
        row(403, "FORBIDDEN", Kind::Forbidden);
        row(403, "ORIGIN_REFUSED", Kind::Forbidden);
        row(403, "HTTPS_REQUIRED", Kind::Insecure);
        row(403, "CONFIRMATION_REQUIRED", Kind::ConfirmationRequired);
        row(404, "NOT_FOUND", Kind::NotFound);
        row(409, "CONFLICT", Kind::Conflict);
        row(409, "IN_PROGRESS", Kind::InProgress);
        row(409, "PLAN_LIMIT_REACHED", Kind::PlanLimit);
        row(412, "CHANGED_MEANWHILE", Kind::ChangedMeanwhile);
        row(413, "BODY_TOO_LARGE", Kind::Server);
        row(422, "IDEMPOTENCY_CONFLICT", Kind::Server);
        row(429, "RATE_LIMITED", Kind::RateLimited);
        row(500, "INTERNAL", Kind::Server);
        row(503, "UNAVAILABLE", Kind::Unavailable);
        row(418, "TEAPOT", Kind::Server);
        // What is not of the contract says nothing about a session or a key.
        row(500, "NOT_FOUND", Kind::Protocol);
        row(404, "UNAUTHORIZED", Kind::Protocol);
        const QByteArray html("<html>no</html>");
        for (const auto &[status, kind] : {std::pair(401, Kind::Protocol),
                                           {403, Kind::Protocol},
                                           {404, Kind::Protocol},
                                           {409, Kind::Protocol},
                                           {429, Kind::RateLimited},
                                           {500, Kind::Server},
                                           {502, Kind::Server},
                                           {503, Kind::Unavailable}})
            QTest::addRow("%d without words", status) << status << html << kind;
        QTest::newRow("204 where a key is due") << 204 << QByteArray() << Kind::Protocol;
        QTest::newRow("201 where 200 is due") << 201 << bytes(keyObject(u"k1"_s)) << Kind::Protocol;
    }
    void aRefusalBecomesItsKind()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(Kind, kind);
        ToxicPeer peer({ToxicPeer::json(status, body)});
        const auto outcome = test::wait(backend(peer)->updateKey(u"k1"_s, 3, {}));
        QCOMPARE_ERROR(outcome, kind);
        QCOMPARE(peer.requests(), 1);
    }

    void whatTheServerAddsIsKept()
    {
        const QJsonObject faults{{u"name"_s, u"is taken"_s}, {u"scopes"_s, 7}};
        ToxicPeer invalid({ToxicPeer::json(400, problem("VALIDATION_FAILED", {{u"fields"_s, faults}}))});
        const auto fields = test::wait(backend(invalid)->updateKey(u"k1"_s, 3, {}));
        QCOMPARE_ERROR(fields, Kind::Validation);
        QCOMPARE(fields.error().fields.value(u"name"_s), u"is taken"_s);
        QCOMPARE(fields.error().requestId, u"req-body"_s);
        const QJsonObject limit{{u"limit"_s, 25}, {u"used"_s, 25}};
        ToxicPeer full({ToxicPeer::json(409, problem("PLAN_LIMIT_REACHED", limit), "X-Request-Id: req-1\r\n")});
        const auto facts = test::wait(backend(full)->updateKey(u"k1"_s, 3, {}));
        QCOMPARE_ERROR(facts, Kind::PlanLimit);
        QCOMPARE(facts.error().facts.value(u"limit"_s), u"25"_s);
        QCOMPARE(facts.error().requestId, u"req-1"_s);
        QVERIFY(facts.error().detail.contains(u"PLAN_LIMIT_REACHED"_s));
    }

    void aHostileMessageNeitherHidesNorLeaks()
    {
        const QString message = u"wa_"_s + QString(49, u'A') + QChar(0x202e) + u"evil"_s;
        ToxicPeer peer({ToxicPeer::json(500, problem("INTERNAL", {}, message))});
        const auto outcome = test::wait(backend(peer)->updateKey(u"k1"_s, 3, {}));
        QCOMPARE_ERROR(outcome, Kind::Server);
        QVERIFY(!outcome.error().detail.contains(QChar(0x202e)));
        QVERIFY(!outcome.error().detail.contains(u"AAAA"_s));
    }

    void howLongToWaitIsReadFromTheServersClock_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("seconds") << QByteArray("Retry-After: 30\r\n") << qint64(30);
        QTest::newRow("zero") << QByteArray("Retry-After: 0\r\n") << qint64(1);
        QTest::newRow("garbage") << QByteArray("Retry-After: soon\r\n") << qint64(60);
        QTest::newRow("absent") << QByteArray() << qint64(60);
        QTest::newRow("a date")
            << QByteArray("Date: Fri, 20 Nov 2026 10:04:00 GMT\r\nRetry-After: Fri, 20 Nov 2026 10:04:20 GMT\r\n")
            << qint64(20);
    }
    void howLongToWaitIsReadFromTheServersClock()
    {
        QFETCH(QByteArray, headers);
        QFETCH(qint64, seconds);
        ToxicPeer peer({ToxicPeer::json(429, problem("RATE_LIMITED"), headers)});
        const auto outcome = test::wait(backend(peer)->confirm(Secret::copy("a password")));
        QCOMPARE_ERROR(outcome, Kind::RateLimited);
        QCOMPARE(qint64(outcome.error().retryAfter.count()), seconds);
    }

    void anAnswerThatIsNotThePromisedOneIsNotBelieved_data()
    {
        QTest::addColumn<QByteArray>("answer");
        auto other = keyObject(u"k2"_s);
        auto typed = keyObject(u"k1"_s);
        typed[u"version"_s] = u"3"_s;
        auto missing = keyObject(u"k1"_s);
        missing.remove(u"status"_s);
        auto zoneless = keyObject(u"k1"_s);
        zoneless[u"created_at"_s] = u"2026-11-20T10:04:00"_s;
        QTest::newRow("another key") << ToxicPeer::json(200, bytes(other));
        QTest::newRow("a number as text") << ToxicPeer::json(200, bytes(typed));
        QTest::newRow("a missing member") << ToxicPeer::json(200, bytes(missing));
        QTest::newRow("a time without a zone") << ToxicPeer::json(200, bytes(zoneless));
        QTest::newRow("a list") << ToxicPeer::json(200, "[]");
        QTest::newRow("cut short") << ToxicPeer::json(200, bytes(keyObject(u"k1"_s)).chopped(1));
        QTest::newRow("twice") << ToxicPeer::json(200, bytes(keyObject(u"k1"_s)).repeated(2));
        QTest::newRow("nothing") << ToxicPeer::json(200, "");
        QTest::newRow("deep") << ToxicPeer::json(200, QByteArray(2000, '[') + QByteArray(2000, ']'));
        const auto html = bytes(keyObject(u"k1"_s));
        QTest::newRow("called a page") << "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " +
                                              QByteArray::number(html.size()) + "\r\n\r\n" + html;
    }
    void anAnswerThatIsNotThePromisedOneIsNotBelieved()
    {
        QFETCH(QByteArray, answer);
        ToxicPeer peer({answer});
        QCOMPARE_ERROR(test::wait(backend(peer)->key(u"k1"_s)), Kind::Protocol);
        QCOMPARE_ERROR(test::wait(backend(peer)->updateKey(u"k1"_s, 3, {})), Kind::Protocol);
    }

    void aRevocationIsOnlyDoneWhenTheAnswerSaysSo()
    {
        ToxicPeer alive({ToxicPeer::json(200, bytes(keyObject(u"k1"_s)))});
        const auto revoke = [this](ToxicPeer &peer) {
            return test::wait(backend(peer)->revokeKey(u"k1"_s, RevokeReason::Other, {}, newIdempotencyKey()));
        };
        QCOMPARE_ERROR(revoke(alive), Kind::Protocol);
        ToxicPeer dead({ToxicPeer::json(200, bytes(keyObject(u"k1"_s, KeyStatus::Revoked)))});
        QVERIFY_RESULT(revoke(dead));
    }

    void aSecretIsTakenOrKnownToBeGone()
    {
        const auto create = [this](const QJsonObject &answer) {
            ToxicPeer peer({ToxicPeer::json(201, bytes(answer))});
            return test::wait(backend(peer)->createKey(u"org1"_s, {}, newIdempotencyKey()));
        };
        const QString secret(52, u'x');
        const auto issued = create({{u"key"_s, keyObject(u"k1"_s)}, {u"secret"_s, secret}});
        QVERIFY_RESULT(issued);
        QVERIFY(issued->secret == Secret::copy(secret.toStdString()));
        QVERIFY(!issued->replaced);
        const auto gone = create({{u"key"_s, keyObject(u"k1"_s)}, {u"secret_gone"_s, true}});
        QVERIFY_RESULT(gone);
        QVERIFY(gone->secret.isEmpty());
        QCOMPARE_ERROR(create({{u"key"_s, keyObject(u"k1"_s)}}), Kind::Protocol);
        QCOMPARE_ERROR(create({{u"key"_s, keyObject(u"k1"_s)}, {u"secret"_s, u"with a space in it"_s}}),
                       Kind::Protocol);
        QCOMPARE_ERROR(create({{u"secret"_s, secret}}), Kind::Protocol);
    }

    void changesAreThoseThatWereAskedFor()
    {
        const auto changes = [this](QJsonObject answer, const QString &organization = u"org1"_s) {
            ToxicPeer peer({ToxicPeer::json(200, bytes(answer))});
            return test::wait(backend(peer)->changes(organization, u"c1"_s));
        };
        const QJsonObject answer{{u"data"_s, QJsonArray{keyObject(u"k1"_s)}},
                                 {u"removed"_s, QJsonArray{u"k9"_s}},
                                 {u"next_cursor"_s, u"c2"_s},
                                 {u"more"_s, true}};
        const auto whole = changes(answer);
        QVERIFY_RESULT(whole);
        QCOMPARE(whole->keys.size(), 1);
        QCOMPARE(whole->removed, QStringList(u"k9"_s));
        QCOMPARE(whole->cursor, u"c2"_s);
        QVERIFY(whole->more);
        QCOMPARE_ERROR(changes(answer, u"org2"_s), Kind::Protocol);
        auto circle = answer;
        circle[u"next_cursor"_s] = u"c1"_s;
        QCOMPARE_ERROR(changes(circle), Kind::Protocol);
        auto unsafe = answer;
        unsafe[u"data"_s] = QJsonArray{keyObject(u"../k1"_s)};
        QCOMPARE_ERROR(changes(unsafe), Kind::Protocol);
    }

    void aListThatRepeatsItsCursorEnds()
    {
        ToxicPeer peer({ToxicPeer::json(200, R"({"data":[],"next_cursor":"same+&=","total":0})")});
        QCOMPARE_ERROR(test::wait(backend(peer)->scopes(u"org1"_s)), Kind::Protocol);
        QCOMPARE(peer.requests(), 2);
        QVERIFY(peer.request(1).startsWith("GET /api/v1/organizations/org1/scopes?cursor=same%2B%26%3D HTTP/1.1\r\n"));
    }

    void anIdThatIsNotOneNeverReachesAnAddress()
    {
        ToxicPeer peer({ToxicPeer::honest()});
        for (const auto &id : {u""_s, u".."_s, u"a/b"_s, u"a?b"_s, u"a b"_s, QString(65, u'a')}) {
            QCOMPARE_ERROR(test::wait(backend(peer)->key(id)), Kind::Protocol);
            QCOMPARE_ERROR(test::wait(backend(peer)->changes(id, {})), Kind::Protocol);
            QCOMPARE_ERROR(test::wait(backend(peer)->acknowledge(id)), Kind::Protocol);
        }
        QCOMPARE(peer.connections(), 0);
    }

    void theSessionIsNotShownToWhoeverIsOnlyBeingLookedAt()
    {
        ToxicPeer peer({ToxicPeer::json(200, "{}")});
        auto holder = backend(peer);
        holder->setSession(Secret::copy("a-session-of-long-standing"));
        QCOMPARE_ERROR(test::wait(holder->server()), Kind::Protocol);
        QVERIFY(!peer.request(0).contains("a-session-of-long-standing"));
        QCOMPARE_ERROR(test::wait(holder->session()), Kind::Protocol);
        QVERIFY(peer.request(1).contains("\r\nCookie: keysteward_session=a-session-of-long-standing\r\n"));
    }

    void aPathInFrontOfTheGatewayIsKept()
    {
        ToxicPeer peer({ToxicPeer::honest()});
        GatewayBackend behind(m_http, peer.url(u"/keys/"_s));
        QCOMPARE_ERROR(test::wait(behind.server()), Kind::Protocol);
        QVERIFY(peer.request(0).startsWith("GET /keys/api/v1/server HTTP/1.1\r\n"));
    }

private:
    std::unique_ptr<GatewayBackend> backend(const ToxicPeer &peer)
    {
        return std::make_unique<GatewayBackend>(m_http, peer.url(u""_s));
    }

    SystemClock m_clock;
    HttpClient m_http{m_clock, {2s, 2s, 4s}};
};

QTEST_GUILESS_MAIN(AnswersTest)
#include "tst_answers.moc"
