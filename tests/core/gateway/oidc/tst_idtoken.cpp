#include "core/gateway/oidc/idtoken.h"
#include "tests/support/check.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using Kind = core::Error::Kind;

//! Whom an ID token is believed about.
class IdTokenTest : public QObject {
    Q_OBJECT

    static constexpr qint64 m_now = 1'795'000'000;

    static gateway::oidc::Expected expected()
    {
        return {u"https://id.example"_s, u"keys"_s, u"the nonce"_s, QDateTime::fromSecsSinceEpoch(m_now - 30, Qt::UTC),
                QDateTime::fromSecsSinceEpoch(m_now, Qt::UTC)};
    }
    static QJsonObject claims(const QJsonObject &more = {})
    {
        QJsonObject all{{u"iss"_s, u"https://id.example"_s}, {u"aud"_s, u"keys"_s},      {u"sub"_s, u"248"_s},
                        {u"nonce"_s, u"the nonce"_s},        {u"iat"_s, m_now},          {u"exp"_s, m_now + 600},
                        {u"email"_s, u"a@a.example"_s},      {u"email_verified"_s, true}};
        for (auto member = more.begin(); member != more.end(); ++member)
            all[member.key()] = member.value();
        return all;
    }
    static QJsonObject without(const QString &name)
    {
        auto all = claims();
        all.remove(name);
        return all;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void whatIsMeantForUsIsBelieved_data()
    {
        QTest::addColumn<QJsonObject>("content");
        QTest::newRow("plain") << claims();
        QTest::newRow("a list of us") << claims({{u"aud"_s, QJsonArray{u"keys"_s}}});
        QTest::newRow("others may read it, too")
            << claims({{u"aud"_s, QJsonArray{u"other"_s, u"keys"_s}}, {u"azp"_s, u"keys"_s}});
        QTest::newRow("a clock that is behind") << claims({{u"exp"_s, m_now - 59}});
        QTest::newRow("a clock that is ahead") << claims({{u"iat"_s, m_now + 60}, {u"nbf"_s, m_now + 60}});
    }

    void whatIsMeantForUsIsBelieved()
    {
        QFETCH(QJsonObject, content);
        const auto identity = gateway::oidc::readIdToken(content, expected());
        QVERIFY_RESULT(identity);
        QCOMPARE(identity->subject, u"248"_s);
        QCOMPARE(identity->email, u"a@a.example"_s);
        QVERIFY(identity->isEmailVerified);
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<QJsonObject>("content");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QJsonObject &content, const QString &words) {
            QTest::newRow(name) << content << words;
        };
        row("another issuer", claims({{u"iss"_s, u"https://id.example.evil.example"_s}}), u"another issuer"_s);
        row("no issuer", without(u"iss"_s), u"another issuer"_s);
        row("another audience", claims({{u"aud"_s, u"key"_s}}), u"another audience"_s);
        row("a list without us", claims({{u"aud"_s, QJsonArray{u"other"_s}}}), u"another audience"_s);
        row("no audience", without(u"aud"_s), u"another audience"_s);
        row("several, and no party", claims({{u"aud"_s, QJsonArray{u"keys"_s, u"b"_s}}}), u"another party"_s);
        row("another party", claims({{u"azp"_s, u"other"_s}}), u"another party"_s);
        row("expired", claims({{u"exp"_s, m_now - 60}}), u"has expired"_s);
        row("without an end", without(u"exp"_s), u"has expired"_s);
        row("an end in words", claims({{u"exp"_s, u"9999999999"_s}}), u"has expired"_s);
        row("issued later", claims({{u"iat"_s, m_now + 61}}), u"of the future"_s);
        row("not yet", claims({{u"nbf"_s, m_now + 61}}), u"of the future"_s);
        row("issued long ago", claims({{u"iat"_s, m_now - 91}}), u"before the sign-in"_s);
        row("without a beginning", without(u"iat"_s), u"before the sign-in"_s);
        row("another nonce", claims({{u"nonce"_s, u"the nonce "_s}}), u"nonce"_s);
        row("no nonce", without(u"nonce"_s), u"nonce"_s);
        row("nobody", without(u"sub"_s), u"about nobody"_s);
    }

    void everythingElseIsRefused()
    {
        QFETCH(QJsonObject, content);
        QFETCH(QString, words);
        const auto identity = gateway::oidc::readIdToken(content, expected());
        QCOMPARE_ERROR(identity, Kind::Protocol);
        QVERIFY2(identity.error().detail.contains(words), qPrintable(identity.error().detail));
    }

    void withoutANonceThereIsNothingToCompare()
    {
        auto wanted = expected();
        wanted.nonce.clear();
        QCOMPARE_ERROR(gateway::oidc::readIdToken(claims({{u"nonce"_s, QString()}}), wanted), Kind::Protocol);
    }

    void onlyTrueIsVerified_data()
    {
        QTest::addColumn<QJsonValue>("claim");
        QTest::newRow("false") << QJsonValue(false);
        QTest::newRow("a text") << QJsonValue(u"true"_s);
        QTest::newRow("a number") << QJsonValue(1);
        QTest::newRow("null") << QJsonValue(QJsonValue::Null);
    }

    void onlyTrueIsVerified()
    {
        QFETCH(QJsonValue, claim);
        const auto identity = gateway::oidc::readIdToken(claims({{u"email_verified"_s, claim}}), expected());
        QVERIFY_RESULT(identity);
        QVERIFY(!identity->isEmailVerified);
        QVERIFY(!gateway::oidc::readIdToken(without(u"email_verified"_s), expected())->isEmailVerified);
    }

    void userinfoIsOfTheSamePerson()
    {
        const QByteArray document = R"({"sub":"248","email":"a@a.example","email_verified":true})";
        QCOMPARE(gateway::oidc::readUserinfo(document, u"248"_s)->email, u"a@a.example"_s);
        QCOMPARE_ERROR(gateway::oidc::readUserinfo(document, u"249"_s), Kind::Protocol);
        QCOMPARE_ERROR(gateway::oidc::readUserinfo("[]", u"248"_s), Kind::Protocol);
    }
};

QTEST_GUILESS_MAIN(IdTokenTest)
#include "tst_idtoken.moc"
