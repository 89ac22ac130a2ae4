#include "tests/core/gateway/api/appandbrowser.h"
#include "tests/support/check.h"
#include "tests/support/oidc/realissuer.h"

#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using test::AppAndBrowser;

//! Sign-in by browser, with a certified OpenID provider.
class GatewayBrowserTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::RealIssuer> m_issuer;
    std::unique_ptr<test::SharedClock> m_clock; //!< begins now: the provider's is the real one
    std::unique_ptr<test::RunningGateway> m_gateway;
    std::unique_ptr<AppAndBrowser> m_person;

    std::unique_ptr<test::RunningGateway> gatewayAt(const QString &issuer, const QString &secretFile = {}) const
    {
        return std::make_unique<test::RunningGateway>([&](gateway::Options &options) {
            options.clock = m_clock.get();
            options.openId = {issuer, u"keysteward"_s, secretFile, u"Example"_s};
        });
    }

    //! Where the provider sends the browser of somebody who signs in there.
    QUrl atTheProvider(const QString &email = u"owner@a.example"_s)
    {
        m_person->begin();
        return m_issuer->signIn(m_person->authorization(), email);
    }
    //! The code that the app gets in the end.
    QString codeForTheApp() { return AppAndBrowser::carried(m_person->comeBack(atTheProvider()), u"code"_s); }

private Q_SLOTS:
    void initTestCase()
    {
        m_issuer = std::make_unique<test::RealIssuer>();
        QVERIFY2(!m_issuer->address().isEmpty(), "the provider did not start");
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_clock = std::make_unique<test::SharedClock>(QDateTime::currentDateTimeUtc());
        m_gateway = gatewayAt(m_issuer->address());
        QVERIFY_RESULT(m_gateway->start());
        m_person = std::make_unique<AppAndBrowser>(*m_gateway);
    }
    void cleanup()
    {
        m_person.reset();
        m_gateway.reset();
    }

    void theServerTellsOfTheProvider()
    {
        const auto facts = m_gateway->get("/api/v1/server").json();
        QCOMPARE(facts[u"sign_in"].toArray(), (QJsonArray{u"password"_s, u"browser"_s}));
        QCOMPARE(facts[u"browser_provider"].toString(), u"Example"_s);
    }

    void whoSignsInAtTheProviderIsSignedIn_data()
    {
        QTest::addColumn<QStringList>("provider");
        QTest::addColumn<QByteArray>("secret");
        // The secret has what a form and a Basic header must not mix up.
        const QByteArray secret = "a secret: 100% & more+";
        const auto said = QString::fromLatin1(secret);
        QTest::newRow("public client, RS256, email at userinfo") << QStringList() << QByteArray();
        QTest::newRow("Basic, PS256, email in the token")
            << QStringList{u"--client-secret"_s, said, u"--alg"_s, u"PS256"_s, u"--email-in-token"_s} << secret;
        QTest::newRow("secret in the form, ES256")
            << QStringList{u"--client-secret"_s, said, u"--auth"_s, u"client_secret_post"_s, u"--alg"_s, u"ES256"_s}
            << secret;
    }

    void whoSignsInAtTheProviderIsSignedIn()
    {
        QFETCH(QStringList, provider);
        QFETCH(QByteArray, secret);
        test::RealIssuer issuer(provider);
        QFile file(m_gateway->folder.filePath(u"secret"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(secret + '\n') > 0);
        file.close();
        const auto gateway = gatewayAt(issuer.address(), secret.isEmpty() ? QString() : file.fileName());
        QVERIFY_RESULT(gateway->start());
        AppAndBrowser person(*gateway);

        const auto begun = person.begin();
        QCOMPARE(begun.status, 302);
        QCOMPARE(begun.headers["referrer-policy"], "no-referrer");
        QVERIFY2(begun.headers["set-cookie"].contains("; HttpOnly; SameSite=Lax;"),
                 begun.headers["set-cookie"].constData());
        QCOMPARE(person.told(u"code_challenge_method"_s), u"S256"_s);
        QVERIFY(person.told(u"state"_s) != person.state);

        const auto returned = person.comeBack(issuer.signIn(person.authorization(), u"Owner@a.example"_s));
        QCOMPARE(returned.status, 302);
        QVERIFY(returned.headers["location"].startsWith("http://127.0.0.1:51234/random-path?code="));
        QCOMPARE(AppAndBrowser::carried(returned, u"state"_s), person.state);
        QVERIFY(returned.headers["set-cookie"].contains("Max-Age=0"));

        const auto signedIn = person.redeem(AppAndBrowser::carried(returned, u"code"_s));
        QCOMPARE(signedIn.status, 200);
        QCOMPARE(signedIn.json()[u"user"][u"email"].toString(), u"owner@a.example"_s);
        QCOMPARE(gateway->get("/api/v1/session").status, 200);
        QCOMPARE(gateway->createKey(u"By browser"_s).status, 201);
        QCOMPARE(gateway->eventCount(u"session.started"_s), 1);
        QCOMPARE(gateway->eventCount(u"session.failed"_s), 0);
    }

    void whoCancelsIsSentBack()
    {
        m_person->begin();
        const auto returned = m_person->comeBack(m_issuer->cancel(m_person->authorization()));
        QVERIFY2(m_person->isSentBackWith(u"access_denied"_s, returned), returned.headers["location"].constData());
        QVERIFY(returned.headers["set-cookie"].contains("Max-Age=0"));
    }

    void anUnverifiedEmailIsRefused()
    {
        m_gateway->addUser(u"unverified@a.example"_s);
        const auto page = m_person->comeBack(atTheProvider(u"unverified@a.example"_s));
        QCOMPARE(page.status, 403);
        QVERIFY2(page.body.contains("Example has not verified your email address"), page.body.constData());
        QVERIFY2(page.body.contains("http://127.0.0.1:51234/random-path?error=access_denied&amp;state="),
                 page.body.constData());
        QVERIFY(page.headers["content-security-policy"].startsWith("default-src 'none';"));
        QCOMPARE(m_gateway->eventCount(u"session.failed"_s), 1);
    }

    void somebodyWhoIsNotKnownIsToldSo()
    {
        const auto page = m_person->comeBack(atTheProvider(u"<b>no\u202Ebody@a.example"_s));
        QCOMPARE(page.status, 403);
        QVERIFY2(page.body.contains("Nobody here has the email address &lt;b&gt;no⟦U+202E⟧body@a.example."),
                 page.body.constData());
        QVERIFY(page.headers["content-type"].startsWith("text/html"));
        QCOMPARE(m_gateway->eventCount(u"session.failed"_s), 1);
    }

    void anAnswerCountsOnceAndOnlyForItsQuestion()
    {
        const auto answer = atTheProvider();
        auto other = answer;
        other.setQuery(answer.query().replace(m_person->told(u"state"_s), AppAndBrowser::newVerifier()));
        QCOMPARE(m_person->comeBack(other).status, 400);
        QCOMPARE(m_person->comeBack(QUrl(answer.toString(QUrl::RemoveQuery))).status, 400);

        const auto kept = std::exchange(m_person->cookie, "of-another-browser");
        const auto elsewhere = m_person->comeBack(answer);
        QCOMPARE(elsewhere.status, 400);
        QVERIFY2(elsewhere.body.contains("begun in another browser"), elsewhere.body.constData());
        QVERIFY(!elsewhere.headers.contains("location"));

        m_person->cookie = kept;
        QCOMPARE(m_person->comeBack(answer).status, 302);
        QCOMPARE(m_person->comeBack(answer).status, 400);
    }

    void aSignInThatTakesTooLongIsOver()
    {
        const auto answer = atTheProvider();
        m_clock->advance(10min);
        QCOMPARE(m_person->comeBack(answer).status, 400);
    }

    void aCodeOfAnotherSignInIsRefused()
    {
        const auto stolen = atTheProvider();
        m_person->begin();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a sign-in by browser is refused: the provider"_s));
        const QUrlQuery given(stolen);
        const auto returned = m_person->comeBackWith(given.queryItemValue(u"code"_s), m_issuer->address());
        QVERIFY2(m_person->isSentBackWith(u"server_error"_s, returned), returned.headers["location"].constData());
    }

    void aCodeThatIsUsedTwiceEndsTheSessionThatItMade()
    {
        const auto code = codeForTheApp();
        QCOMPARE(m_person->redeem(code).status, 200);
        QCOMPARE(m_gateway->get("/api/v1/session").status, 200);
        const auto again = m_person->redeem(code);
        QCOMPARE(again.status, 401);
        QCOMPARE(again.code(), u"SIGN_IN_FAILED"_s);
        QVERIFY(again.cookie().isEmpty());
        QCOMPARE(m_gateway->get("/api/v1/session").status, 401);
        QCOMPARE(m_gateway->eventCount(u"session.failed"_s), 1);
        QCOMPARE(m_gateway->eventCount(u"session.ended"_s), 1);
    }

    void aCodeIsOfNoUseToAnotherApp()
    {
        const auto code = codeForTheApp();
        QCOMPARE(m_person->redeem(code, AppAndBrowser::newVerifier()).code(), u"SIGN_IN_FAILED"_s);
        // And has been seen by somebody who should not have it.
        QCOMPARE(m_person->redeem(code).code(), u"SIGN_IN_FAILED"_s);
        QCOMPARE(m_person->redeem(AppAndBrowser::newVerifier()).code(), u"SIGN_IN_FAILED"_s);
    }

    void aCodeLivesForAMinute()
    {
        const auto early = codeForTheApp();
        m_clock->advance(59s);
        QCOMPARE(m_person->redeem(early).status, 200);
        const auto late = codeForTheApp();
        m_clock->advance(60s);
        QCOMPARE(m_person->redeem(late).code(), u"SIGN_IN_FAILED"_s);
    }

    void aCodeAndItsVerifierHaveAForm()
    {
        const auto redeem = [&](const QJsonObject &body) { return m_gateway->call("POST", "/api/v1/session", body); };
        QVERIFY(redeem({{u"code"_s, u"x"_s}}).details()[u"fields"].toObject().contains(u"code_verifier"_s));
        QVERIFY(redeem({{u"code"_s, u"x"_s}, {u"code_verifier"_s, u"short"_s}})
                    .details()[u"fields"]
                    .toObject()
                    .contains(u"code_verifier"_s));
        QVERIFY(redeem({{u"code"_s, QString(129, u'x')}, {u"code_verifier"_s, QString(43, u'x')}})
                    .details()[u"fields"]
                    .toObject()
                    .contains(u"code"_s));
        QCOMPARE(redeem({{u"code"_s, u"x"_s}, {u"email"_s, u"a@b.example"_s}}).code(), u"VALIDATION_FAILED"_s);
    }

    void codesAreNotGuessed()
    {
        for (int i = 0; i < 20; ++i)
            QCOMPARE(m_person->redeem(AppAndBrowser::newVerifier()).status, 401);
        QCOMPARE(m_person->redeem(AppAndBrowser::newVerifier()).status, 429);
    }

    void onlyAPortOfThisComputerIsAnsweredTo_data()
    {
        QTest::addColumn<QString>("redirectUri");
        for (const auto *address :
             {"https://127.0.0.1:51234/x", "http://localhost:51234/x", "http://127.0.0.1/x", "http://127.0.0.1:0/x",
              "http://127.0.0.1:99999/x", "http://127.0.0.2:51234/x", "http://0x7f000001:51234/x",
              "http://127.1:51234/x", "http://127.0.0.1:51234@evil.example/", "http://user@127.0.0.1:51234/",
              "http://127.0.0.1:51234.evil.example/", "http://127.0.0.1:51234/x?y", "http://127.0.0.1:51234/x#y",
              "http://[::1]51234/", "http://[::2]:51234/", "http://evil.example/", "//127.0.0.1:51234/",
              "javascript:alert(1)", ""})
            QTest::newRow(address) << QString::fromLatin1(address);
        QTest::newRow("a second line") << u"http://127.0.0.1:51234/\r\nX: y"_s;
        QTest::newRow("long") << u"http://127.0.0.1:51234/"_s + QString(512, u'x');
    }

    void onlyAPortOfThisComputerIsAnsweredTo()
    {
        QFETCH(QString, redirectUri);
        m_person->redirectUri = redirectUri;
        const auto page = m_person->begin();
        QCOMPARE(page.status, 400);
        QVERIFY(!page.headers.contains("location"));
        QVERIFY2(page.body.contains("This sign-in cannot begin"), page.body.constData());
    }

    void eitherLoopbackAddressWillDo()
    {
        m_person->redirectUri = u"http://[::1]:51234/a/b%20c"_s;
        const auto returned = m_person->comeBack(atTheProvider());
        QVERIFY2(returned.headers["location"].startsWith("http://[::1]:51234/a/b%20c?code="),
                 returned.headers["location"].constData());
    }

    void whatTheAppMustSayIsWanted()
    {
        m_person->challengeMethod = u"plain"_s;
        QVERIFY(m_person->isSentBackWith(u"invalid_request"_s, m_person->begin()));
        QCOMPARE(m_gateway
                     ->get("/api/v1/sign-in/browser?redirect_uri=http://127.0.0.1:51234/&state=s&code_challenge=" +
                           QByteArray(42, 'a') + "&code_challenge_method=S256")
                     .headers["location"],
                 "http://127.0.0.1:51234/?error=invalid_request&state=s");
        m_person->state.clear();
        QCOMPARE(m_person->begin().status, 400);
        m_person->state = QString(513, u'x');
        QCOMPARE(m_person->begin().status, 400);
        m_person->state = u"a\nb"_s;
        QCOMPARE(m_person->begin().status, 400);
    }

    void behindAProxyTheProviderHearsThePublicAddress()
    {
        test::RunningGateway gateway([&](gateway::Options &options) {
            options.clock = m_clock.get();
            options.behindProxy = true;
            options.hosts = {u"keys.example.org"_s};
            options.openId = {m_issuer->address(), u"keysteward"_s, {}, {}};
        });
        QVERIFY_RESULT(gateway.start());
        const auto begun =
            gateway.get("/api/v1/sign-in/browser?redirect_uri=http://127.0.0.1:51234/&state=s&code_challenge=" +
                            QByteArray(43, 'a') + "&code_challenge_method=S256",
                        {{"Host", "keys.example.org"}, {"X-Forwarded-Proto", "https"}});
        QCOMPARE(AppAndBrowser::carried(begun, u"redirect_uri"_s),
                 u"https://keys.example.org/api/v1/sign-in/browser/callback"_s);
        QVERIFY(begun.headers["set-cookie"].endsWith("; Secure"));
    }

    void oneAddressDoesNotTakeAllPlaces()
    {
        for (int i = 0; i < 64; ++i)
            QVERIFY(!m_person->isSentBackWith(u"temporarily_unavailable"_s, m_person->begin()));
        QVERIFY(m_person->isSentBackWith(u"temporarily_unavailable"_s, m_person->begin()));
        m_clock->advance(10min);
        QVERIFY(!m_person->isSentBackWith(u"temporarily_unavailable"_s, m_person->begin()));
    }

    void aProviderThatIsNotThereIsSaidSo()
    {
        const auto gateway = gatewayAt(u"http://127.0.0.1:9"_s);
        QVERIFY_RESULT(gateway->start());
        AppAndBrowser person(*gateway);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the OpenID provider cannot be asked"_s));
        QVERIFY(person.isSentBackWith(u"temporarily_unavailable"_s, person.begin()));
    }

    void withoutAProviderNobodySignsInByBrowser()
    {
        test::RunningGateway gateway;
        QVERIFY_RESULT(gateway.start());
        QVERIFY(gateway.get("/api/v1/server").json()[u"browser_provider"].isNull());
        QCOMPARE(AppAndBrowser(gateway).begin().status, 404);
        QCOMPARE(gateway.get("/api/v1/sign-in/browser/callback?code=x&state=y").status, 404);
    }
};

QTEST_GUILESS_MAIN(GatewayBrowserTest)
#include "tst_gatewaybrowser.moc"
