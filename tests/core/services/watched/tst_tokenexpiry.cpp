#include "core/services/watched/tokenexpiry.h"

#include "core/base/crypto.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

class TokenExpiryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void theEndIsReadWhereAJwtNamesOne()
    {
        QCOMPARE(expiryIn(jwt(R"({"sub":"7","exp":1900000000})")), QDateTime::fromSecsSinceEpoch(1900000000, Qt::UTC));
    }

    void otherwiseThereIsNone_data()
    {
        QTest::addColumn<QByteArray>("token");
        const auto row = [](const char *name, const Secret &token) {
            const QByteArray text(token.reveal().data(), static_cast<qsizetype>(token.size()));
            QTest::newRow(name) << text;
        };
        row("no end", jwt(R"({"sub":"7"})"));
        row("an end in words", jwt(R"({"exp":"tomorrow"})"));
        row("before all times", jwt(R"({"exp":-5})"));
        row("beyond all times", jwt(R"({"exp":99999999999999})"));
        row("no object", jwt("[1]"));
        row("no JSON", jwt("{"));
        QTest::newRow("no JWT") << QByteArray::fromStdString(crypto::randomBase62(40));
        QTest::newRow("a beginning only") << QByteArray("eyJhbGciOi");
        QTest::newRow("one dot") << QByteArray("eyJh.eyJl");
        QTest::newRow("empty") << QByteArray();
    }
    void otherwiseThereIsNone()
    {
        QFETCH(QByteArray, token);
        QVERIFY(!expiryIn(Secret::copy({token.constData(), static_cast<std::size_t>(token.size())})).isValid());
    }

private:
    static Secret jwt(const QByteArray &payload)
    {
        const auto encoded = [](const QByteArray &text) {
            return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        return Secret::take(QByteArray(encoded(R"({"alg":"HS256"})") + '.' + encoded(payload) + '.' +
                                       QByteArray::fromStdString(crypto::randomBase62(43))));
    }
};

QTEST_GUILESS_MAIN(TokenExpiryTest)
#include "tst_tokenexpiry.moc"
