#include "core/gateway/oidc/client.h"
#include "core/gateway/oidc/provider.h"
#include "tests/support/check.h"

#include <QRegularExpression>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using gateway::oidc::Provider;
using Kind = core::Error::Kind;

//! What a provider may say of itself, and what it is asked.
class ProviderTest : public QObject {
    Q_OBJECT

    static QByteArray document(const QByteArray &more = {})
    {
        return R"({"issuer":"https://id.example/t","authorization_endpoint":"https://id.example/auth?tenant=a",)"
               R"("token_endpoint":"https://id.example/token","jwks_uri":"https://keys.example/set")" +
               more + "}";
    }
    static core::Result<Provider> read(const QByteArray &more = {})
    {
        return gateway::oidc::readProvider(document(more), u"https://id.example/t"_s);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void itTellsOfItselfBelowItsOwnAddress()
    {
        const auto where = u"https://id.example/t/.well-known/openid-configuration"_s;
        QCOMPARE(gateway::oidc::discoveryOf(u"https://id.example/t"_s).toString(), where);
        QCOMPARE(gateway::oidc::discoveryOf(u"https://id.example/t/"_s).toString(), where);
    }

    void whatItLeavesOutIsAsTheStandardHasIt()
    {
        const auto provider = read();
        QVERIFY_RESULT(provider);
        QCOMPARE(provider->clientProofs, QStringList{u"client_secret_basic"_s});
        QVERIFY(provider->userinfoEndpoint.isEmpty());
        QVERIFY(!provider->namesItself);
    }

    void anotherNameIsAnotherProvider()
    {
        QCOMPARE_ERROR(gateway::oidc::readProvider(document(), u"https://id.example/t/"_s), Kind::Protocol);
        QCOMPARE_ERROR(gateway::oidc::readProvider(document(), u"https://id.example"_s), Kind::Protocol);
        QCOMPARE_ERROR(gateway::oidc::readProvider("<html>", u"https://id.example"_s), Kind::Protocol);
        QCOMPARE_ERROR(read(",\"userinfo_endpoint\":\"http://id.example/me\""), Kind::Protocol);
        QCOMPARE_ERROR(read(",\"token_endpoint_auth_methods_supported\":\"client_secret_post\""), Kind::Protocol);
    }

    void aQuestionKeepsWhatTheAddressHad()
    {
        const gateway::oidc::Question question{u"https://keys.example/cb"_s, u"a+b&c"_s, u"n"_s, u"c"_s};
        const auto address = gateway::oidc::addressFor(question, *read(), u"an id"_s);
        const QUrlQuery query(address);
        QCOMPARE(address.toString(QUrl::RemoveQuery), u"https://id.example/auth"_s);
        QCOMPARE(query.queryItemValue(u"tenant"_s), u"a"_s);
        QCOMPARE(query.queryItemValue(u"state"_s, QUrl::FullyDecoded), u"a+b&c"_s);
        QCOMPARE(query.queryItemValue(u"client_id"_s, QUrl::FullyDecoded), u"an id"_s);
        QCOMPARE(query.queryItemValue(u"scope"_s, QUrl::FullyDecoded), u"openid email"_s);
        QVERIFY(!query.hasQueryItem(u"prompt"_s));
    }

    void googleLetsThePersonChooseTheAccount()
    {
        Provider google = *read();
        google.issuer = gateway::oidc::googleIssuer.toString();
        const auto address = gateway::oidc::addressFor({}, google, u"id"_s);
        QCOMPARE(QUrlQuery(address).queryItemValue(u"prompt"_s), u"select_account"_s);
    }

    void aProviderHasANameForPeople()
    {
        const auto name = [](const QString &issuer, const QString &given) {
            const auto client = gateway::oidc::makeClient(issuer, u"id"_s, {}, given);
            return client ? client->providerName : client.error().detail;
        };
        QCOMPARE(name(u"https://accounts.google.com"_s, {}), u"Google"_s);
        QCOMPARE(name(u"https://id.example/realms/a"_s, {}), u"id.example"_s);
        QCOMPARE(name(u"https://id.example/realms/a"_s, u"Example"_s), u"Example"_s);
    }

    void anIssuerNeedsAClientId()
    {
        QCOMPARE_ERROR(gateway::oidc::makeClient(u"https://id.example"_s, {}, {}, {}), Kind::Validation);
    }
};

QTEST_GUILESS_MAIN(ProviderTest)
#include "tst_provider.moc"
