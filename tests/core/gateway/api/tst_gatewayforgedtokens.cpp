#include "tests/core/gateway/api/appandbrowser.h"
#include "tests/core/gateway/oidc/hostileissuer.h"
#include "tests/core/gateway/oidc/signingkey.h"
#include "tests/support/check.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUrlQuery>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::AppAndBrowser;

//! Sign-in by browser, where what comes from the provider must not be believed.
class GatewayForgedTokensTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::HostileIssuer> m_issuer;
    std::unique_ptr<test::RunningGateway> m_gateway;
    std::unique_ptr<AppAndBrowser> m_person;
    const test::SigningKey m_key{u"current"_s};

    QJsonObject claims(const QJsonObject &more = {}) const
    {
        const auto now = m_gateway->clock.now().toSecsSinceEpoch();
        QJsonObject all{{u"iss"_s, m_issuer->address()},
                        {u"aud"_s, u"keysteward"_s},
                        {u"sub"_s, u"248289761001"_s},
                        {u"nonce"_s, m_person->told(u"nonce"_s)},
                        {u"iat"_s, now},
                        {u"exp"_s, now + 600},
                        {u"email"_s, u"owner@a.example"_s},
                        {u"email_verified"_s, true}};
        for (auto member = more.begin(); member != more.end(); ++member)
            all[member.key()] = member.value();
        return all;
    }

    void sayToken(const QByteArray &idToken)
    {
        m_issuer->say("/token",
                      {{u"id_token"_s, QString::fromLatin1(idToken)}, {u"access_token"_s, u"an access token"_s}});
    }

    //! A sign-in at whose end the provider hands \a idToken out.
    test::Reply finishWith(const QByteArray &idToken)
    {
        sayToken(idToken);
        return m_person->comeBackWith(u"the provider's code"_s);
    }

    //! That it says \a why in the log, and sends the app away without a code.
    void expectRefusal(const QString &why) const
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a sign-in by browser is refused: .*"_s +
                                                              QRegularExpression::escape(why)));
    }
    bool isRefused(const test::Reply &reply) const
    {
        return m_person->isSentBackWith(u"server_error"_s, reply) && m_gateway->eventCount(u"session.failed"_s) == 1 &&
               m_gateway->eventCount(u"session.started"_s) == 0;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_issuer = std::make_unique<test::HostileIssuer>();
        m_issuer->say("/keys", test::keySetOf({m_key.publicKey()}));
        m_gateway = std::make_unique<test::RunningGateway>([this](gateway::Options &options) {
            options.openId = {m_issuer->address(), u"keysteward"_s, {}, {}};
        });
        QVERIFY_RESULT(m_gateway->start());
        m_person = std::make_unique<AppAndBrowser>(*m_gateway);
        QCOMPARE(m_person->begin().status, 302);
    }
    void cleanup()
    {
        m_person.reset();
        m_gateway.reset();
        m_issuer.reset();
    }

    //! What the others differ from by one thing each. Also that the provider hears what it must.
    void aTrueTokenSignsIn()
    {
        const auto returned = finishWith(m_key.sign(claims()));
        QCOMPARE(m_person->redeem(AppAndBrowser::carried(returned, u"code"_s)).status, 200);

        const auto asked = m_issuer->requests("/token");
        QCOMPARE(asked.size(), 1U);
        const QUrlQuery form(QString::fromStdString(asked.front().body));
        const auto field = [&](const QString &name) { return form.queryItemValue(name, QUrl::FullyDecoded); };
        QCOMPARE(asked.front().method, "POST");
        QCOMPARE(asked.front().header("content-type"), "application/x-www-form-urlencoded");
        QVERIFY(asked.front().header("authorization").empty());
        QCOMPARE(field(u"grant_type"_s), u"authorization_code"_s);
        QCOMPARE(field(u"code"_s), u"the provider's code"_s);
        QCOMPARE(field(u"client_id"_s), u"keysteward"_s);
        QCOMPARE(field(u"redirect_uri"_s), m_person->told(u"redirect_uri"_s));
        QCOMPARE(AppAndBrowser::challengeOf(field(u"code_verifier"_s)), m_person->told(u"code_challenge"_s));
        QVERIFY(m_issuer->requests("/userinfo").empty());
    }

    void anotherClaimIsRefused_data()
    {
        QTest::addColumn<QJsonObject>("change");
        QTest::addColumn<QString>("why");
        const auto now = test::SharedClock().now().toSecsSinceEpoch();
        const auto row = [](const char *name, const QJsonObject &change, const QString &why) {
            QTest::newRow(name) << change << why;
        };
        row("audience", {{u"aud"_s, u"another-client"_s}}, u"another audience"_s);
        row("issuer", {{u"iss"_s, u"https://accounts.google.com"_s}}, u"another issuer"_s);
        row("party", {{u"azp"_s, u"another-client"_s}}, u"another party"_s);
        row("nonce", {{u"nonce"_s, u"of another sign-in"_s}}, u"nonce of another sign-in"_s);
        row("expired", {{u"exp"_s, now - 61}}, u"has expired"_s);
        row("old", {{u"iat"_s, now - 61}}, u"before the sign-in"_s);
        row("future", {{u"nbf"_s, now + 3600}}, u"of the future"_s);
    }

    void anotherClaimIsRefused()
    {
        QFETCH(QJsonObject, change);
        QFETCH(QString, why);
        expectRefusal(why);
        QVERIFY(isRefused(finishWith(m_key.sign(claims(change)))));
    }

    void withoutASignatureItIsRefused_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("why");
        QTest::newRow("alg=none") << u"none"_s << u"signed by “none”, which proves nothing"_s;
        QTest::newRow("unsigned") << u"unsigned"_s << u"a wrong signature"_s;
        QTest::newRow("two parts") << u"two parts"_s << u"an ID token that is none"_s;
        QTest::newRow("shared key") << u"shared"_s << u"signed by “HS256”, which proves nothing"_s;
        QTest::newRow("a key of somebody else") << u"stranger"_s << u"a key that the provider does not list"_s;
        QTest::newRow("a key of the same name") << u"namesake"_s << u"a wrong signature"_s;
    }

    void withoutASignatureItIsRefused()
    {
        QFETCH(QString, kind);
        QFETCH(QString, why);
        const QJsonObject unsignedHead{{u"alg"_s, u"RS256"_s}, {u"kid"_s, u"current"_s}};
        expectRefusal(why);
        QByteArray token;
        if (kind == u"none")
            token = test::unsignedToken({{u"alg"_s, u"none"_s}}, claims()) + '.';
        else if (kind == u"unsigned")
            token = test::unsignedToken(unsignedHead, claims()) + '.';
        else if (kind == u"two parts")
            token = test::unsignedToken(unsignedHead, claims());
        else if (kind == u"shared")
            token = m_key.signWithPublicKey(claims());
        else
            token = test::SigningKey(kind == u"stranger" ? kind : u"current"_s).sign(claims());
        QVERIFY(isRefused(finishWith(token)));
    }

    void anUnverifiedEmailIsRefused_data()
    {
        QTest::addColumn<QJsonValue>("verified");
        QTest::newRow("false") << QJsonValue(false);
        QTest::newRow("a text") << QJsonValue(u"true"_s);
        QTest::newRow("null") << QJsonValue(QJsonValue::Null);
    }

    void anUnverifiedEmailIsRefused()
    {
        QFETCH(QJsonValue, verified);
        const auto page = finishWith(m_key.sign(claims({{u"email_verified"_s, verified}})));
        QCOMPARE(page.status, 403);
        QVERIFY2(page.body.contains("127.0.0.1 has not verified your email address"), page.body.constData());
        QCOMPARE(m_gateway->eventCount(u"session.failed"_s), 1);
    }

    void lettersThatOnlyLookTheSameAreNotTheSame()
    {
        m_gateway->addUser(u"kate@a.example"_s);
        const auto page =
            finishWith(m_key.sign(claims({{u"email"_s, u"\u212Aate@a.example"_s}}))); // the sign for kelvin
        QCOMPARE(page.status, 403);
        QVERIFY2(page.body.contains("Nobody here has the email address"), page.body.constData());
    }

    void anAnswerOfAnotherProviderIsRefused()
    {
        expectRefusal(u"an answer of another issuer"_s);
        sayToken(m_key.sign(claims()));
        QVERIFY(isRefused(m_person->comeBackWith(u"code"_s, u"https://accounts.google.com"_s)));
        QVERIFY(m_issuer->requests("/token").empty());
    }

    void whoPromisesToNameItselfMust()
    {
        auto discovery = m_issuer->discovery();
        discovery[u"authorization_response_iss_parameter_supported"_s] = true;
        m_issuer->say("/.well-known/openid-configuration", discovery);
        m_gateway->clock.advance(1h);
        m_person->begin();
        expectRefusal(u"an answer of another issuer"_s);
        QVERIFY(isRefused(finishWith(m_key.sign(claims()))));
    }

    void userinfoOfAnotherPersonIsRefused()
    {
        auto silent = claims();
        silent.remove(u"email"_s);
        m_issuer->say("/userinfo",
                      {{u"sub"_s, u"1"_s}, {u"email"_s, u"owner@a.example"_s}, {u"email_verified"_s, true}});
        expectRefusal(u"userinfo of another person"_s);
        QVERIFY(isRefused(finishWith(m_key.sign(silent))));
        QCOMPARE(m_issuer->requests("/userinfo").front().header("authorization"), "Bearer an access token");
    }

    void aProviderThatSendsUsElsewhereIsNotFollowed()
    {
        test::HostileIssuer elsewhere;
        m_issuer->redirect("/token", elsewhere.address().toLatin1() + "/token");
        expectRefusal(u"a redirect"_s);
        QVERIFY(isRefused(m_person->comeBackWith(u"code"_s)));
        QVERIFY(elsewhere.requests("/token").empty());
    }

    void aProviderThatRefusesTheCodeIsSaidSo()
    {
        m_issuer->say("/token", {{u"error"_s, u"invalid_grant"_s}}, 400);
        expectRefusal(u"the provider answered 400"_s);
        QVERIFY(isRefused(m_person->comeBackWith(u"code"_s)));
    }

    void whatItSaysOfItselfMustBeTrue_data()
    {
        QTest::addColumn<QString>("member");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("another issuer") << u"issuer"_s << QJsonValue(u"https://accounts.google.com"_s);
        QTest::newRow("plain http") << u"token_endpoint"_s << QJsonValue(u"http://id.example/token"_s);
        QTest::newRow("a script") << u"authorization_endpoint"_s << QJsonValue(u"javascript:alert(1)"_s);
        QTest::newRow("no keys") << u"jwks_uri"_s << QJsonValue(QJsonValue::Null);
    }

    void whatItSaysOfItselfMustBeTrue()
    {
        QFETCH(QString, member);
        QFETCH(QJsonValue, value);
        auto discovery = m_issuer->discovery();
        discovery[member] = value;
        m_issuer->say("/.well-known/openid-configuration", discovery);
        m_gateway->clock.advance(1h);
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"the OpenID provider cannot be asked: discovery\\."_s + member));
        QVERIFY(m_person->isSentBackWith(u"server_error"_s, m_person->begin()));
    }

    void whatTheProviderCanAskIsAsked()
    {
        QCOMPARE(m_person->told(u"prompt"_s), QString());
        auto discovery = m_issuer->discovery();
        const auto promptFor = [&](const QJsonArray &prompts) {
            discovery[u"prompt_values_supported"_s] = prompts;
            m_issuer->say("/.well-known/openid-configuration", discovery);
            m_gateway->clock.advance(1h);
            m_person->begin();
            return m_person->told(u"prompt"_s);
        };
        QCOMPARE(promptFor({u"none"_s, u"login"_s}), u"login"_s);
        QCOMPARE(promptFor({u"none"_s, u"login"_s, u"select_account"_s}), u"select_account"_s);
    }

    void newKeysAreFetchedButNotForEachStranger()
    {
        const test::SigningKey next(u"next"_s);
        QCOMPARE(finishWith(m_key.sign(claims())).status, 302);
        QCOMPARE(m_issuer->requests("/keys").size(), 1U);
        m_issuer->say("/keys", test::keySetOf({m_key.publicKey(), next.publicKey()}));

        m_person->begin();
        expectRefusal(u"a key that the provider does not list"_s);
        QVERIFY(m_person->isSentBackWith(u"server_error"_s, finishWith(next.sign(claims()))));
        QCOMPARE(m_issuer->requests("/keys").size(), 1U);

        m_gateway->clock.advance(30s);
        m_person->begin();
        QVERIFY(!AppAndBrowser::carried(finishWith(next.sign(claims())), u"code"_s).isEmpty());
        QCOMPARE(m_issuer->requests("/keys").size(), 2U);
    }

    void aKeyThatWasTakenBackIsNotBelievedForLong()
    {
        QCOMPARE(finishWith(m_key.sign(claims())).status, 302);
        m_issuer->say("/keys", test::keySetOf({test::SigningKey(u"next"_s).publicKey()}));
        m_gateway->clock.advance(10min);
        m_person->begin();
        expectRefusal(u"a key that the provider does not list"_s);
        QVERIFY(m_person->isSentBackWith(u"server_error"_s, finishWith(m_key.sign(claims()))));
    }

    void manyFailuresFromAnAddressAreTooMany()
    {
        for (int i = 0; i < 20; ++i) {
            m_person->begin();
            QCOMPARE(finishWith(m_key.sign(claims({{u"email_verified"_s, false}}))).status, 403);
        }
        m_person->begin();
        QVERIFY(m_person->isSentBackWith(u"temporarily_unavailable"_s, finishWith(m_key.sign(claims()))));
        m_gateway->clock.advance(15min);
        m_person->begin();
        QVERIFY(!AppAndBrowser::carried(finishWith(m_key.sign(claims())), u"code"_s).isEmpty());
    }

    void aSilentProviderHoldsUpNobody()
    {
        m_issuer->keepSilent("/token");
        std::thread waiting([&] { m_person->comeBackWith(u"code"_s); });
        QTRY_COMPARE(m_issuer->requests("/token").size(), 1U);
        // Two workers: were they waiting, too, this would not be answered.
        for (int i = 0; i < 3; ++i)
            QCOMPARE(m_gateway->get("/api/v1/server").status, 200);
        QElapsedTimer stopping;
        stopping.start();
        m_gateway->stop();
        QVERIFY2(stopping.elapsed() < 3000, qPrintable(QString::number(stopping.elapsed())));
        waiting.join();
    }
};

QTEST_GUILESS_MAIN(GatewayForgedTokensTest)
#include "tst_gatewayforgedtokens.moc"
