#include "ui/keys/snippets.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
namespace snippets = ui::snippets;

class SnippetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void noNameBreaksOutOfASnippet_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("variable");
        QTest::newRow("plain") << u"Billing webhook"_s << u"BILLING_WEBHOOK_KEY"_s;
        QTest::newRow("shell") << u"x\"; rm -rf ~ #$(id)`id`"_s << u"X_RM_RF_ID_ID_KEY"_s;
        QTest::newRow("line break") << u"a\nB=1"_s << u"A_B_1_KEY"_s;
        QTest::newRow("digit first") << u"2fa"_s << u"KEY_2FA_KEY"_s;
        QTest::newRow("accents") << u"Café Zürich"_s << u"CAFE_ZURICH_KEY"_s;
        QTest::newRow("no letters") << u"鍵\u202E😀"_s << u"API_KEY"_s;
        QTest::newRow("empty") << QString() << u"API_KEY"_s;
        QTest::newRow("ends as one") << u"the key"_s << u"THE_KEY"_s;
        QTest::newRow("long") << QString(100, u'a') << QString(40, u'A') + u"_KEY"_s;
    }

    void noNameBreaksOutOfASnippet()
    {
        QFETCH(QString, name);
        QFETCH(QString, variable);
        QCOMPARE(snippets::variableFor(name), variable);
    }

    void theGatewaysAddressIsQuoted()
    {
        const snippets::Subject subject{someKey(), QUrl(u"https://me:pass@gateway.example/base'$(id)`;/?q=1#f"_s),
                                        snippets::profileFor(u"generic"_s)};
        const auto curl = snippets::curl(subject);
        QVERIFY(curl.startsWith(u"curl 'https://gateway.example/base%27%24(id)%60%3B/api/v1/whoami' "_s));
        QVERIFY(!snippets::nginx(subject).contains(u"pass@"_s));
    }

    void theHeaderIsTheProviders()
    {
        snippets::Subject subject{someKey(), QUrl(u"https://api.example"_s), {}};
        subject.path = u"/me?a='b'"_s;
        subject.header = u"x-api-key"_s;
        subject.headerValue = u"\\ \"$(id)` {key}"_s;
        const auto variable = snippets::variableFor(subject.key.name);
        QCOMPARE(
            snippets::curl(subject),
            u"curl 'https://api.example/me?a=%27b%27' \\\n  -H \"x-api-key: \\\\ \\\"\\$(id)\\` $%1\""_s.arg(variable));
        QVERIFY(snippets::nginx(subject).contains(u"proxy_set_header x-api-key \""_s));
    }

private:
    static core::Key someKey()
    {
        core::Key key;
        key.name = u"Billing webhook"_s;
        key.hint = u"wa_Lk08…pQ2c"_s;
        return key;
    }
};

QTEST_GUILESS_MAIN(SnippetsTest)
#include "tst_snippets.moc"
