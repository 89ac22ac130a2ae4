#include "tests/core/gateway/api/gatewaytest.h"

#include <QJsonArray>
#include <QTcpSocket>
#include <QTest>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class GatewaySessionsTest : public test::GatewayTest {
    Q_OBJECT

public:
    GatewaySessionsTest() : GatewayTest(Begin::SignedOut) {}

private Q_SLOTS:
    void whoSignsInGetsACookieThatOnlyTheGatewayReads()
    {
        const auto reply = m_gateway->signIn(u"Owner@A.example "_s);
        QCOMPARE(reply.status, 200);
        const auto cookie = reply.headers["set-cookie"];
        QCOMPARE(reply.cookie().size(), 43);
        QVERIFY(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict") && cookie.contains("; Path=/"));
        QVERIFY(!cookie.contains("Secure")); // plain HTTP on loopback
        QCOMPARE(reply.headers["cache-control"], "no-store");
        const auto session = m_gateway->get("/api/v1/session");
        QCOMPARE(session.status, 200);
        QCOMPARE(session.json()[u"user"][u"email"].toString(), u"owner@a.example"_s);
        QCOMPARE(session.json()[u"session"][u"expires_at"].toString(), u"2026-11-20T22:04:00Z"_s);
        QCOMPARE(m_gateway->get("/api/v1/whoami").json()[u"kind"].toString(), u"session"_s);
        QVERIFY(m_gateway->signIn(u"owner@a.example"_s).cookie() != reply.cookie());
    }

    void aWrongPasswordAndAnUnknownPersonGetTheSameAnswer()
    {
        auto wrong = m_gateway->signIn(u"owner@a.example"_s, "not the password");
        auto unknown = m_gateway->signIn(u"nobody@a.example"_s, "not the password");
        QCOMPARE(wrong.status, 401);
        QCOMPARE(wrong.code(), u"SIGN_IN_FAILED"_s);
        QCOMPARE(unknown.status, wrong.status);
        QCOMPARE(unknown.json()[u"error"][u"message"], wrong.json()[u"error"][u"message"]);
        QVERIFY(unknown.cookie().isEmpty());
        QCOMPARE(m_gateway->eventCount(u"session.failed"_s), 2);
    }

    void theSixthWrongPasswordIsTooMany()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_gateway->signIn(u"owner@a.example"_s, "not the password").status, 401);
        const auto sixth = m_gateway->signIn(u"owner@a.example"_s);
        QCOMPARE(sixth.status, 429);
        QCOMPARE(sixth.code(), u"RATE_LIMITED"_s);
        QCOMPARE(sixth.headers["retry-after"], "900");
        QCOMPARE(sixth.headers["ratelimit-remaining"], "0");
        m_gateway->clock.advance(15min);
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 200);
    }

    void twentyFailuresFromAnAddressAreTooMany()
    {
        for (int i = 0; i < 20; ++i)
            QCOMPARE(m_gateway->signIn(u"n%1@a.example"_s.arg(i), "not the password").status, 401);
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 429);
    }

    void aSessionSlidesButNotBeyondThirtyDays()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        for (int halfDay = 0; halfDay < 65; ++halfDay) {
            m_gateway->clock.advance(11h);
            QCOMPARE(m_gateway->get("/api/v1/session").status, 200);
        }
        m_gateway->clock.advance(11h);
        const auto late = m_gateway->get("/api/v1/session");
        QCOMPARE(late.status, 401);
        QCOMPARE(late.code(), u"SESSION_EXPIRED"_s);
    }

    void anUnusedSessionEndsAfterTwelveHours()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        m_gateway->clock.advance(12h);
        QCOMPARE(m_gateway->get("/api/v1/session").code(), u"SESSION_EXPIRED"_s);
    }

    void whoSignsOutIsNobody()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        const auto out = m_gateway->send("DELETE", "/api/v1/session");
        QCOMPARE(out.status, 204);
        QVERIFY(out.headers["set-cookie"].contains("Max-Age=0"));
        QCOMPARE(m_gateway->get("/api/v1/session").code(), u"UNAUTHORIZED"_s);
    }

    void sessionsAreListedAndEndedOneByOne()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        const auto first = m_gateway->session;
        m_gateway->signIn(u"owner@a.example"_s);
        const auto listed = m_gateway->get("/api/v1/sessions").json()[u"data"].toArray();
        QCOMPARE(listed.size(), 2);
        QByteArray other;
        for (const auto &entry : listed) {
            QCOMPARE(entry[u"address"].toString(), u"127.0.0.1"_s);
            if (!entry[u"current"].toBool())
                other = entry[u"id"].toString().toLatin1();
        }
        QCOMPARE(m_gateway->send("DELETE", "/api/v1/sessions/" + other).status, 204);
        QCOMPARE(m_gateway->send("DELETE", "/api/v1/sessions/" + other).status, 404);
        QCOMPARE(m_gateway->get("/api/v1/session").status, 200);
        m_gateway->session = first;
        QCOMPARE(m_gateway->get("/api/v1/session").status, 401);
    }

    void nobodyEndsTheSessionOfAnother()
    {
        m_gateway->addUser(u"other@b.example"_s);
        const auto theirs = m_gateway->signIn(u"other@b.example"_s).json()[u"session"][u"id"].toString().toLatin1();
        const auto cookie = m_gateway->session;
        m_gateway->signIn(u"owner@a.example"_s);
        QCOMPARE(m_gateway->send("DELETE", "/api/v1/sessions/" + theirs).status, 404);
        m_gateway->session = cookie;
        QCOMPARE(m_gateway->get("/api/v1/session").status, 200);
    }

    void aChangedPasswordEndsTheOtherSessionsAndReplacesTheToken()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        const auto elsewhere = m_gateway->session;
        m_gateway->signIn(u"owner@a.example"_s);
        const auto token = m_gateway->get("/api/v1/personal-token").json()[u"token"].toString().toLatin1();
        const QByteArray wanted = "another long password";
        m_gateway->secrets += wanted;
        const auto change = [&](const QByteArray &current, const QByteArray &next) {
            return m_gateway->call("POST", "/api/v1/password",
                                   {{u"current_password"_s, QString::fromLatin1(current)},
                                    {u"new_password"_s, QString::fromLatin1(next)}});
        };
        QCOMPARE(change("not the password", wanted).code(), u"SIGN_IN_FAILED"_s);
        QCOMPARE(change(test::RunningGateway::password, "short").code(), u"VALIDATION_FAILED"_s);
        QCOMPARE(change(test::RunningGateway::password, wanted).status, 204);
        QCOMPARE(m_gateway->get("/api/v1/session").status, 200);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 401);
        const auto replaced = m_gateway->get("/api/v1/personal-token").json();
        QCOMPARE(replaced[u"replaced_because"].toString(), u"password"_s);
        m_gateway->session = elsewhere;
        QCOMPARE(m_gateway->get("/api/v1/session").status, 401);
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s).status, 401);
        QCOMPARE(m_gateway->signIn(u"owner@a.example"_s, wanted).status, 200);
    }

    void thePersonalTokenDoesWhatThePersonMayAndIsReadableAgain()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        const auto first = m_gateway->get("/api/v1/personal-token");
        const auto token = first.json()[u"token"].toString().toLatin1();
        QVERIFY(token.startsWith("kst_"));
        QVERIFY(first.json()[u"replaced_because"].isNull());
        QCOMPARE(first.headers["cache-control"], "no-store");
        QCOMPARE(m_gateway->get("/api/v1/personal-token").json(), first.json());
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").json()[u"total"].toInt(), 1);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/whoami").json()[u"kind"].toString(), u"token"_s);
        const auto refused = m_gateway->bearer(token, "/api/v1/personal-token");
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.details()[u"missing_permission"].toString(), u"session"_s);
        const auto rotated = m_gateway->send("POST", "/api/v1/personal-token/rotate").json();
        QCOMPARE(rotated[u"replaced_because"].toString(), u"rotated"_s);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 401);
    }

    void whetherThePersonalTokenIsInUseIsToldWithoutMakingOne()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        const auto use = [this] { return m_gateway->get("/api/v1/personal-token/use").json(); };
        QVERIFY(use()[u"created_at"].isNull() && use()[u"last_used_at"].isNull());
        QVERIFY2(use()[u"created_at"].isNull(), "to ask makes none");
        const auto token = m_gateway->get("/api/v1/personal-token").json()[u"token"].toString().toLatin1();
        QVERIFY(!use()[u"created_at"].isNull() && use()[u"last_used_at"].isNull());
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 200);
        const auto first = use()[u"last_used_at"].toString();
        QVERIFY(!first.isEmpty());
        m_gateway->clock.advance(2min);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 200);
        QCOMPARE(use()[u"last_used_at"].toString(), first);
        m_gateway->clock.advance(5min);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 200);
        QVERIFY(use()[u"last_used_at"].toString() > first);
        m_gateway->send("POST", "/api/v1/personal-token/rotate");
        QVERIFY2(use()[u"last_used_at"].isNull(), "the new one was never used");
    }

    void thePersonalTokenIsEndedForGood()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        QCOMPARE(m_gateway->send("DELETE", "/api/v1/personal-token").status, 204);
        const auto token = m_gateway->get("/api/v1/personal-token").json()[u"token"].toString().toLatin1();
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 200);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/personal-token/use").status, 403);
        QCOMPARE(m_gateway->send("DELETE", "/api/v1/personal-token").status, 204);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 401);
        QVERIFY(m_gateway->get("/api/v1/personal-token/use").json()[u"created_at"].isNull());
        const auto other = m_gateway->get("/api/v1/personal-token").json();
        QVERIFY(other[u"token"].toString().toLatin1() != token && other[u"replaced_because"].isNull());
    }

    void signingOutEverywhereEndsAllAndReplacesTheToken()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        const auto token = m_gateway->get("/api/v1/personal-token").json()[u"token"].toString().toLatin1();
        QCOMPARE(m_gateway->send("DELETE", "/api/v1/sessions").status, 204);
        QCOMPARE(m_gateway->get("/api/v1/session").status, 401);
        QCOMPARE(m_gateway->bearer(token, "/api/v1/organizations").status, 401);
    }

    void anOldProofOfThePasswordMustBeRenewed()
    {
        m_gateway->signIn(u"owner@a.example"_s);
        m_gateway->clock.advance(7h);
        QCOMPARE(m_gateway->get("/api/v1/session").status, 200);
        m_gateway->clock.advance(7h);
        QCOMPARE(m_gateway->createKey(u"Late"_s).code(), u"CONFIRMATION_REQUIRED"_s);
        const auto confirm = [&](const QString &password) {
            return m_gateway->call("POST", "/api/v1/session/confirm", {{u"password"_s, password}});
        };
        QCOMPARE(confirm(u"not the password"_s).code(), u"SIGN_IN_FAILED"_s);
        QCOMPARE(confirm(QString::fromLatin1(test::RunningGateway::password)).status, 204);
        QCOMPARE(m_gateway->createKey(u"Late"_s).status, 201);
    }

    void manySignInsAtOnceAreBounded()
    {
        // 18 fit (two at work, sixteen waiting); what comes beyond gets 503 and not a share of the memory.
        std::vector<std::thread> people;
        std::atomic<int> busy{0};
        std::atomic<int> answered{0};
        for (int i = 0; i < 60; ++i) {
            people.emplace_back([&, i] {
                QTcpSocket socket;
                socket.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(m_gateway->gateway.address().port()));
                if (!socket.waitForConnected(5000))
                    return;
                const auto body =
                    "{\"email\":\"n" + QByteArray::number(i) + "@a.example\",\"password\":\"xxxxxxxxxxxx\"}";
                socket.write("POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                             "Content-Type: application/json\r\nContent-Length: " +
                             QByteArray::number(body.size()) + "\r\n\r\n" + body);
                while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(20000)) {
                }
                const auto status = socket.readAll().mid(9, 3).toInt();
                busy += status == 503 ? 1 : 0;
                answered += status == 401 || status == 429 || status == 503 ? 1 : 0;
            });
        }
        for (auto &person : people)
            person.join();
        QCOMPARE(answered.load(), 60);
        QVERIFY2(busy.load() > 0, qPrintable(QString::number(busy.load())));
    }
};

QTEST_GUILESS_MAIN(GatewaySessionsTest)
#include "tst_gatewaysessions.moc"
