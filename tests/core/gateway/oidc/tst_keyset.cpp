#include "core/gateway/oidc/keyset.h"
#include "tests/core/gateway/oidc/signingkey.h"
#include "tests/support/check.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using gateway::oidc::KeySet;
using Type = test::SigningKey::Type;
using Kind = core::Error::Kind;

//! Which signatures count.
class KeySetTest : public QObject {
    Q_OBJECT

    const test::SigningKey m_rsa{u"rsa"_s};
    const test::SigningKey m_curve{u"curve"_s, Type::EllipticCurve};
    const QJsonObject m_content{{u"sub"_s, u"someone"_s}};

    static KeySet setOf(const QList<QJsonObject> &keys)
    {
        const auto set = KeySet::read(test::keySetOf(keys));
        return set ? *set : KeySet();
    }
    KeySet both() const { return setOf({m_rsa.publicKey(), m_curve.publicKey()}); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void whatAPrivateKeySignedCounts_data()
    {
        QTest::addColumn<QString>("algorithm");
        for (const auto *name : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void whatAPrivateKeySignedCounts()
    {
        QFETCH(QString, algorithm);
        const auto &signer = algorithm == u"ES256" ? m_curve : m_rsa;
        const auto content = both().contentOf(signer.sign(m_content, algorithm));
        QVERIFY_RESULT(content);
        QCOMPARE(*content, m_content);
    }

    void anAlteredTokenDoesNot()
    {
        const auto token = m_rsa.sign(m_content);
        const auto other = m_rsa.sign({{u"sub"_s, u"somebody else"_s}});
        const auto content = token.split('.').value(1);
        QCOMPARE_ERROR(both().contentOf(other.split('.').value(0) + '.' + content + '.' + other.split('.').value(2)),
                       Kind::Protocol);
        QCOMPARE_ERROR(both().contentOf(token.left(token.lastIndexOf('.') + 1)), Kind::Protocol);
        QCOMPARE_ERROR(both().contentOf(token.left(token.lastIndexOf('.'))), Kind::Protocol);
        QCOMPARE_ERROR(both().contentOf("a.b.c"), Kind::Protocol);
        QCOMPARE_ERROR(both().contentOf({}), Kind::Protocol);
        QCOMPARE_ERROR(both().contentOf(token + QByteArray(20'000, 'A')), Kind::Protocol);
    }

    void withoutASignatureNothingIsProved_data()
    {
        QTest::addColumn<QJsonObject>("head");
        QTest::newRow("none") << QJsonObject{{u"alg"_s, u"none"_s}};
        QTest::newRow("None") << QJsonObject{{u"alg"_s, u"None"_s}};
        QTest::newRow("no algorithm") << QJsonObject{{u"kid"_s, u"rsa"_s}};
        QTest::newRow("unknown") << QJsonObject{{u"alg"_s, u"XX256"_s}};
        QTest::newRow("a number") << QJsonObject{{u"alg"_s, 256}};
        QTest::newRow("conditions") << QJsonObject{{u"alg"_s, u"RS256"_s}, {u"kid"_s, u"rsa"_s}, {u"crit"_s, u"b64"_s}};
        QTest::newRow("no signature") << QJsonObject{{u"alg"_s, u"RS256"_s}, {u"kid"_s, u"rsa"_s}};
    }

    void withoutASignatureNothingIsProved()
    {
        QFETCH(QJsonObject, head);
        QCOMPARE_ERROR(both().contentOf(test::unsignedToken(head, m_content) + '.'), Kind::Protocol);
    }

    void aSharedKeyProvesNothing()
    {
        QCOMPARE_ERROR(both().contentOf(m_rsa.signWithPublicKey(m_content)), Kind::Protocol);
    }

    void aKeyThatIsNotListedProvesNothing()
    {
        const test::SigningKey other(u"other"_s);
        QCOMPARE_ERROR(both().contentOf(other.sign(m_content)), Kind::Protocol);
        const test::SigningKey namesake(u"rsa"_s);
        QCOMPARE_ERROR(both().contentOf(namesake.sign(m_content)), Kind::Protocol);
    }

    void aKeyServesOnlyWhatItIsFor()
    {
        const auto token = m_rsa.sign(m_content);
        QVERIFY_RESULT(setOf({m_rsa.publicKey({{u"alg"_s, u"RS256"_s}})}).contentOf(token));
        QCOMPARE_ERROR(setOf({m_rsa.publicKey({{u"alg"_s, u"PS256"_s}})}).contentOf(token), Kind::Protocol);
        QCOMPARE_ERROR(setOf({m_rsa.publicKey({{u"use"_s, u"enc"_s}})}).contentOf(token), Kind::Protocol);
        QCOMPARE_ERROR(setOf({m_rsa.publicKey({{u"kty"_s, u"oct"_s}})}).contentOf(token), Kind::Protocol);
        QCOMPARE_ERROR(
            setOf({m_curve.publicKey({{u"crv"_s, u"P-384"_s}})}).contentOf(m_curve.sign(m_content, u"ES256"_s)),
            Kind::Protocol);
    }

    void aShortKeyIsPassedOver()
    {
        const test::SigningKey brief(u"brief"_s, Type::ShortRsa);
        QCOMPARE_ERROR(setOf({brief.publicKey()}).contentOf(brief.sign(m_content)), Kind::Protocol);
    }

    void aTokenNeedNotNameItsKey()
    {
        const test::SigningKey nameless(u""_s);
        const auto token = nameless.sign(m_content);
        QVERIFY_RESULT(setOf({m_rsa.publicKey(), nameless.publicKey()}).contentOf(token));
        QCOMPARE_ERROR(both().contentOf(token), Kind::Protocol);
    }

    void whatIsNoKeySetIsRefused()
    {
        QCOMPARE_ERROR(KeySet::read("<html>"), Kind::Protocol);
        QCOMPARE_ERROR(KeySet::read("{}"), Kind::Protocol);
        QCOMPARE_ERROR(KeySet::read(R"({"keys":{}})"), Kind::Protocol);
        QCOMPARE_ERROR(KeySet::read(test::keySetOf(QList<QJsonObject>(65, m_rsa.publicKey()))), Kind::Protocol);
        const auto empty = KeySet::read(R"({"keys":[1,"x",{}]})");
        QVERIFY_RESULT(empty);
        QVERIFY(!empty->knows({u"RS256"_s, {}}));
    }
};

QTEST_GUILESS_MAIN(KeySetTest)
#include "tst_keyset.moc"
