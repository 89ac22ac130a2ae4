#include "core/base/crypto.h"
#include "core/domain/keytoken.h"
#include "tests/core/gateway/api/gatewaytest.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class GatewayKeysTest : public test::GatewayTest {
    Q_OBJECT

    using Gateway = test::RunningGateway;

private Q_SLOTS:
    void aNewKeyWorksAtOnceWithinItsScopes()
    {
        const auto made = m_gateway->createKey(u"  Import "_s);
        QCOMPARE(made.status, 201);
        const auto secret = made.json()[u"secret"].toString().toLatin1();
        const auto key = made.json()[u"key"].toObject();
        QVERIFY(keytoken::isWellFormed(secret.toStdString()));
        QCOMPARE(key[u"name"].toString(), u"Import"_s);
        QCOMPARE(key[u"status"].toString(), u"active"_s);
        QCOMPARE(key[u"acknowledged"].toBool(), false);
        QCOMPARE(key[u"created_by"][u"name"].toString(), u"owner"_s);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/whoami").json()[u"key"][u"name"].toString(), u"Import"_s);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").status, 200);
        const auto lacking = m_gateway->bearer(secret, "/api/v1/messages");
        QCOMPARE(lacking.status, 403);
        QCOMPARE(lacking.details()[u"missing_scope"].toString(), u"messages:read"_s);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/organizations").status, 403);
    }

    void theSameRequestGetsTheSameSecretUntilItArrived()
    {
        const auto request = Gateway::newRequestKey();
        const auto path = organizationPath() + "/keys";
        const QJsonObject body{
            {u"name"_s, u"Once"_s}, {u"scopes"_s, QJsonArray{u"contacts:read"_s}}, {u"expires_at"_s, QJsonValue::Null}};
        const auto first = m_gateway->change(path, body, request);
        const auto again = m_gateway->change(path, body, request);
        QCOMPARE(again.status, 201);
        QCOMPARE(again.json(), first.json());
        QCOMPARE(again.headers["idempotency-replayed"], "true");

        auto other = body;
        other[u"name"_s] = u"Other"_s;
        QCOMPARE(m_gateway->change(path, other, request).code(), u"IDEMPOTENCY_CONFLICT"_s);
        QCOMPARE(m_gateway->change(path, body, "short").code(), u"IDEMPOTENCY_KEY_REQUIRED"_s);
        QCOMPARE(m_gateway->call("POST", path, body).code(), u"IDEMPOTENCY_KEY_REQUIRED"_s);

        const auto id = first.json()[u"key"][u"id"].toString().toLatin1();
        QCOMPARE(m_gateway->send("POST", "/api/v1/keys/" + id + "/acknowledge").status, 204);
        const auto gone = m_gateway->change(path, body, request);
        QCOMPARE(gone.status, 201);
        QVERIFY(!gone.json().contains(u"secret"));
        QCOMPARE(gone.json()[u"secret_gone"].toBool(), true);
        QCOMPARE(m_gateway->get("/api/v1/keys/" + id).json()[u"acknowledged"].toBool(), true);
        QCOMPARE(m_gateway->get(path).json()[u"total"].toInt(), 1);
    }

    void theSecretOfAnAnswerIsGoneAfterTenMinutesAndTheAnswerAfterADay()
    {
        const auto request = Gateway::newRequestKey();
        const auto path = organizationPath() + "/keys";
        const QJsonObject body{
            {u"name"_s, u"Once"_s}, {u"scopes"_s, QJsonArray{u"contacts:read"_s}}, {u"expires_at"_s, QJsonValue::Null}};
        QCOMPARE(m_gateway->change(path, body, request).status, 201);
        m_gateway->clock.advance(9min);
        QVERIFY(m_gateway->change(path, body, request).json().contains(u"secret"));
        m_gateway->clock.advance(1min);
        QCOMPARE(m_gateway->change(path, body, request).json()[u"secret_gone"].toBool(), true);
        m_gateway->clock.advance(11h);
        m_gateway->get("/api/v1/session");
        m_gateway->clock.advance(11h);
        m_gateway->signIn(u"owner@a.example"_s);
        m_gateway->clock.advance(2h);
        const auto late = m_gateway->change(path, body, request);
        QCOMPARE(late.code(), u"VALIDATION_FAILED"_s); // a request of its own now: the name is taken
    }

    void aRepetitionByAnotherPersonIsNone()
    {
        m_gateway->addUser(u"admin@a.example"_s);
        m_gateway->addMember(m_gateway->organization, u"admin@a.example"_s, core::Role::Admin);
        const auto request = Gateway::newRequestKey();
        const auto path = organizationPath() + "/keys";
        const QJsonObject body{
            {u"name"_s, u"Once"_s}, {u"scopes"_s, QJsonArray{u"contacts:read"_s}}, {u"expires_at"_s, QJsonValue::Null}};
        QCOMPARE(m_gateway->change(path, body, request).status, 201);
        m_gateway->signIn(u"admin@a.example"_s);
        QCOMPARE(m_gateway->change(path, body, request).code(), u"VALIDATION_FAILED"_s);
    }

    void aRotationLetsBothWorkUntilTheOldOneRetires()
    {
        const auto made = m_gateway->createKey(u"Import"_s).json();
        const auto oldSecret = made[u"secret"].toString().toLatin1();
        const auto id = made[u"key"][u"id"].toString().toLatin1();
        const auto rotated = m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 3600}});
        QCOMPARE(rotated.status, 201);
        const auto json = rotated.json();
        const auto newSecret = json[u"secret"].toString().toLatin1();
        QCOMPARE(json[u"key"][u"name"].toString(), u"Import"_s);
        QCOMPARE(json[u"key"][u"replaces"].toString().toLatin1(), id);
        QCOMPARE(json[u"replaced"][u"name"].toString(), u"Import (previous)"_s);
        QCOMPARE(json[u"replaced"][u"status"].toString(), u"retiring"_s);
        QCOMPARE(json[u"replaced"][u"retires_at"].toString(), u"2026-11-20T11:04:00Z"_s);
        QCOMPARE(json[u"replaced"][u"replaced_by"], json[u"key"][u"id"]);
        QCOMPARE(m_gateway->bearer(oldSecret, "/api/v1/contacts").status, 200);
        QCOMPARE(m_gateway->bearer(newSecret, "/api/v1/contacts").status, 200);
        QCOMPARE(m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 0}}).code(),
                 u"CONFLICT"_s);
        m_gateway->clock.advance(1h);
        QCOMPARE(m_gateway->bearer(oldSecret, "/api/v1/contacts").code(), u"KEY_EXPIRED"_s);
        QCOMPARE(m_gateway->bearer(newSecret, "/api/v1/contacts").status, 200);
        QCOMPARE(m_gateway->get("/api/v1/keys/" + id).json()[u"status"].toString(), u"expired"_s);
        QTRY_COMPARE(m_gateway->eventCount(u"key.retired"_s), 1);
    }

    void anOverlapCanBeMovedAndEnded()
    {
        const auto made = m_gateway->createKey(u"Import"_s).json();
        const auto secret = made[u"secret"].toString().toLatin1();
        const auto path = "/api/v1/keys/" + made[u"key"][u"id"].toString().toLatin1();
        const auto retirement = [&](const QString &at) {
            return m_gateway->call("POST", path + "/retirement", {{u"retires_at"_s, at}});
        };
        QCOMPARE(retirement(u"2026-11-20T10:30:00Z"_s).code(), u"CONFLICT"_s);
        m_gateway->change(path + "/rotate", {{u"overlap_seconds"_s, 3600}});
        QCOMPARE(retirement(u"2026-11-21T10:04:00Z"_s).json()[u"retires_at"].toString(), u"2026-11-21T10:04:00Z"_s);
        QCOMPARE(retirement(u"2027-11-21T10:04:00Z"_s).code(), u"VALIDATION_FAILED"_s);
        m_gateway->clock.advance(2h);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").status, 200);
        QCOMPARE(retirement(u"2026-11-20T10:04:00Z"_s).json()[u"status"].toString(), u"expired"_s);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").code(), u"KEY_EXPIRED"_s);
    }

    void aRotationNeverLengthensALife()
    {
        const auto path = organizationPath() + "/keys";
        const auto made = m_gateway->change(path, {{u"name"_s, u"Short"_s},
                                                   {u"scopes"_s, QJsonArray{u"contacts:read"_s}},
                                                   {u"expires_at"_s, u"2026-11-20T10:34:00Z"_s}});
        const auto id = made.json()[u"key"][u"id"].toString().toLatin1();
        const auto rotated = m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 3600}}).json();
        QCOMPARE(rotated[u"replaced"][u"retires_at"].toString(), u"2026-11-20T10:34:00Z"_s);
        QCOMPARE(rotated[u"key"][u"expires_at"].toString(), u"2026-11-20T10:34:00Z"_s);
    }

    void aRotationWithoutOverlapEndsTheOldKeyAtOnceAndNamesStayUnique()
    {
        auto id = m_gateway->createKey(QString(100, u'ä')).json()[u"key"][u"id"].toString().toLatin1();
        QByteArray before;
        for (const auto &expected : {u" (previous)"_s, u" (previous)"_s}) {
            const auto json = m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 0}}).json();
            QCOMPARE(json[u"replaced"][u"status"].toString(), u"expired"_s);
            QCOMPARE(json[u"replaced"][u"name"].toString().size(), 100);
            QVERIFY(json[u"replaced"][u"name"].toString().endsWith(expected));
            id = json[u"key"][u"id"].toString().toLatin1();
        }
        for (const auto &expected : {u" (previous)"_s, u" (previous 2)"_s}) {
            const auto json = m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 60}}).json();
            QVERIFY(json[u"replaced"][u"name"].toString().endsWith(expected));
            id = json[u"key"][u"id"].toString().toLatin1();
        }
    }

    void aRevokedKeyIsRefusedOnTheNextCallAndForGood()
    {
        const auto made = m_gateway->createKey(u"Import"_s).json();
        const auto secret = made[u"secret"].toString().toLatin1();
        const auto path = "/api/v1/keys/" + made[u"key"][u"id"].toString().toLatin1();
        const auto revoked =
            m_gateway->change(path + "/revoke", {{u"reason"_s, u"compromised"_s}, {u"note"_s, u"found"_s}});
        QCOMPARE(revoked.status, 200);
        QCOMPARE(revoked.json()[u"status"].toString(), u"revoked"_s);
        QCOMPARE(revoked.json()[u"revoked_reason"].toString(), u"compromised"_s);
        QVERIFY(!revoked.json().contains(u"secret_gone"));
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").code(), u"KEY_REVOKED"_s);
        const auto again = m_gateway->change(path + "/revoke", {{u"reason"_s, u"unused"_s}});
        QCOMPARE(again.status, 200);
        QCOMPARE(again.json()[u"revoked_reason"].toString(), u"compromised"_s);
        const auto patched = m_gateway->call("PATCH", path, {{u"enabled"_s, true}}, {{"If-Match", "*"}});
        QCOMPARE(patched.code(), u"CONFLICT"_s);
        QCOMPARE(patched.details()[u"status"].toString(), u"revoked"_s);
        QCOMPARE(m_gateway->createKey(u"import"_s).status, 201); // the name is free again
        QCOMPARE(m_gateway->eventCount(u"key.revoked"_s), 1);
    }

    void aKeyIsChangedOnlyAsItWasRead()
    {
        const auto made = m_gateway->createKey(u"Import"_s).json();
        const auto secret = made[u"secret"].toString().toLatin1();
        const auto path = "/api/v1/keys/" + made[u"key"][u"id"].toString().toLatin1();
        const auto etag = m_gateway->get(path).headers["etag"];
        const auto patch = [&](const QJsonObject &body, const QByteArray &match) {
            return m_gateway->call("PATCH", path, body, {{"If-Match", match}});
        };
        const auto changed =
            patch({{u"note"_s, u"for the import"_s}, {u"scopes"_s, QJsonArray{u"messages:read"_s}}}, etag);
        QCOMPARE(changed.status, 200);
        QVERIFY(changed.headers["etag"] != etag);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/messages").status, 200);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/contacts").status, 403);
        QCOMPARE(patch({{u"name"_s, u"Mine"_s}}, etag).code(), u"CHANGED_MEANWHILE"_s);
        QCOMPARE(m_gateway->call("PATCH", path, {{u"name"_s, u"Mine"_s}}).code(), u"VALIDATION_FAILED"_s);
        const auto disabled = patch({{u"enabled"_s, false}}, changed.headers["etag"]);
        QCOMPARE(disabled.json()[u"status"].toString(), u"disabled"_s);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/messages").code(), u"KEY_DISABLED"_s);
        QCOMPARE(patch({{u"enabled"_s, true}}, disabled.headers["etag"]).json()[u"status"].toString(), u"active"_s);
        QCOMPARE(m_gateway->bearer(secret, "/api/v1/messages").status, 200);
        QCOMPARE(m_gateway->eventCount(u"key.disabled"_s), 1);
        QCOMPARE(m_gateway->eventCount(u"key.enabled"_s), 1);
        QCOMPARE(m_gateway->eventCount(u"key.updated"_s), 1);
    }

    void aFoundSecretTellsWhoseItIs()
    {
        const auto made = m_gateway->createKey(u"Import"_s).json();
        const auto secret = made[u"secret"].toString().toStdString();
        const auto path = organizationPath() + "/keys/lookup";
        const auto look = [&](const std::string &of) {
            return m_gateway->call("POST", path,
                                   {{u"sha256"_s, QString::fromStdString(crypto::toHex(crypto::sha256(of)))}});
        };
        QCOMPARE(look(secret).json()[u"id"], made[u"key"][u"id"]);
        QCOMPARE(look(secret + "x").status, 404);
        QCOMPARE(m_gateway->call("POST", path, {{u"sha256"_s, u"abc"_s}}).code(), u"VALIDATION_FAILED"_s);
    }

    void theLastUseFollowsTheCalls()
    {
        const auto made = m_gateway->createKey(u"Import"_s).json();
        const auto path = "/api/v1/keys/" + made[u"key"][u"id"].toString().toLatin1();
        m_gateway->bearer(made[u"secret"].toString().toLatin1(), "/api/v1/contacts");
        m_gateway->bearer(made[u"secret"].toString().toLatin1(), "/api/v1/messages?secret=in-the-query");
        QTRY_COMPARE(m_gateway->get(path).json()[u"last_used"][u"address"].toString(), u"127.0.0.1"_s);
        QTRY_COMPARE(m_gateway->eventCount(u"request"_s), 2);
        const auto database = m_gateway->database();
        auto rows = database->select(u"SELECT SUM(ok), SUM(forbidden) FROM hourly_counts WHERE key > 0"_s);
        QVERIFY(rows.next());
        QCOMPARE(rows.integer(0), 1);
        QCOMPARE(rows.integer(1), 1);
    }

    void aPlanLimitsTheKeysButNotTheirRotation()
    {
        m_gateway->organization =
            m_gateway->addOrganization({u"Small"_s, u"owner@a.example"_s, u"generic"_s, u"Free"_s, 1, {}});
        const auto made = m_gateway->createKey(u"One"_s);
        QCOMPARE(made.status, 201);
        const auto refused = m_gateway->createKey(u"Two"_s);
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), u"PLAN_LIMIT_REACHED"_s);
        QCOMPARE(refused.details()[u"limit"].toInt(), 1);
        QCOMPARE(refused.details()[u"used"].toInt(), 1);
        const auto id = made.json()[u"key"][u"id"].toString().toLatin1();
        QCOMPARE(m_gateway->change("/api/v1/keys/" + id + "/rotate", {{u"overlap_seconds"_s, 60}}).status, 201);
    }
};

QTEST_GUILESS_MAIN(GatewayKeysTest)
#include "tst_gatewaykeys.moc"
