#include "core/domain/keytoken.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

class KeyTokenTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aNewSecretHasTheFormAndIsNeverTheSame()
    {
        QSet<QByteArray> seen;
        for (int i = 0; i < 200; ++i) {
            const auto secret = keytoken::generate("wa_");
            QCOMPARE(secret.size(), std::size_t(3 + 43 + 6));
            QVERIFY(keytoken::isWellFormed(secret));
            seen.insert(QByteArray::fromStdString(secret));
        }
        QCOMPARE(seen.size(), 200);
    }

    void everyTypingErrorOfOneLetterIsSeen()
    {
        const auto secret = keytoken::generate("wz_live_");
        for (std::size_t i = 0; i < secret.size(); ++i) {
            for (const char other : {'a', 'B', '7', '_'}) {
                auto wrong = secret;
                wrong[i] = other;
                QCOMPARE(keytoken::isWellFormed(wrong), wrong == secret);
            }
        }
    }

    void swappedNeighboursAreSeen()
    {
        const auto secret = keytoken::generate("ks_");
        for (std::size_t i = 3; i + 1 < secret.size(); ++i) {
            auto wrong = secret;
            std::swap(wrong[i], wrong[i + 1]);
            QCOMPARE(keytoken::isWellFormed(wrong), wrong == secret);
        }
    }

    void whatIsNotAKeyIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a word") << QByteArray("password");
        QTest::newRow("only a prefix") << QByteArray("wa_");
        QTest::newRow("without a prefix") << QByteArray::fromStdString(keytoken::generate("wa_").substr(3));
        QTest::newRow("prefix without underscore") << QByteArray::fromStdString(keytoken::generate("wa"));
        QTest::newRow("prefix in capitals") << QByteArray::fromStdString(keytoken::generate("WA_"));
        QTest::newRow("a longer prefix than any")
            << QByteArray::fromStdString(keytoken::generate("a_prefix_that_is_too_long_"));
        QTest::newRow("cut") << QByteArray::fromStdString(keytoken::generate("wa_")).chopped(1);
        QTest::newRow("with a space behind") << QByteArray::fromStdString(keytoken::generate("wa_")) + ' ';
        QTest::newRow("a megabyte") << QByteArray(1 << 20, 'a');
    }

    void whatIsNotAKeyIsRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!keytoken::isWellFormed({text.constData(), static_cast<std::size_t>(text.size())}));
    }

    void aHintShowsFourLettersAtEachEndAndNoMore()
    {
        const auto secret = keytoken::generate("wa_");
        const auto hint = QString::fromStdString(keytoken::hint(secret, "wa_"));
        QCOMPARE(hint.size(), 3 + 4 + 1 + 4);
        QVERIFY(QByteArray::fromStdString(secret).startsWith(hint.left(7).toUtf8()));
        QVERIFY(QByteArray::fromStdString(secret).endsWith(hint.right(4).toUtf8()));
    }
};

QTEST_GUILESS_MAIN(KeyTokenTest)
#include "tst_keytoken.moc"
