#include "core/domain/keyfinder.h"

#include "core/base/crypto.h"
#include "core/domain/keytoken.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using core::FoundKey;
using core::KeyFinder;

namespace {

const QStringList prefixes{u"ks_"_s, u"wa_"_s, u"wati_"_s, u"wz_live_"_s};
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

//! Bytes of every kind, letters and underscores more often than a file has them.
std::string noise(QRandomGenerator &random, int most)
{
    std::string text;
    for (int left = random.bounded(most + 1); left > 0; --left) {
        const int kind = random.bounded(10);
        text += kind < 5   ? letters[std::size_t(random.bounded(int(letters.size())))]
                : kind < 7 ? '_'
                           : static_cast<char>(random.bounded(1, 256));
    }
    return text;
}

std::string anyKey(QRandomGenerator &random)
{
    return keytoken::generate(prefixes.at(random.bounded(prefixes.size())).toStdString());
}

QByteArray hashOf(const std::string &secret)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(secret), QCryptographicHash::Sha256);
}

QList<QByteArray> hashesIn(std::string_view text)
{
    KeyFinder finder(prefixes);
    finder.read(text);
    QList<QByteArray> hashes;
    for (const auto &key : finder.found())
        hashes += key.sha256;
    return hashes;
}

} // namespace

class KeyFinderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyKeyIsFoundAmidAnyNoise()
    {
        QRandomGenerator random(20261121);
        for (int round = 0; round < 300; ++round) {
            std::string text;
            QList<QByteArray> expected;
            for (int count = random.bounded(1, 6); count > 0; --count) {
                const auto secret = anyKey(random);
                text += noise(random, 400) + secret;
                expected += hashOf(secret);
            }
            text += noise(random, 400);
            QCOMPARE(hashesIn(text), expected);
        }
    }

    void piecesOfAnyLengthGiveTheSame()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 100; ++round) {
            const auto first = anyKey(random), second = anyKey(random);
            const auto text = noise(random, 40000) + first + noise(random, 3) + second + noise(random, 20000);
            KeyFinder finder(prefixes);
            for (std::size_t at = 0; at < text.size();) {
                const auto length = std::size_t(random.bounded(1, round % 2 == 0 ? 80 : 30000));
                finder.read(std::string_view(text).substr(at, length));
                at += length;
            }
            QCOMPARE(finder.found().size(), 2);
            QCOMPARE(finder.found()[0].sha256, hashOf(first));
            QCOMPARE(finder.found()[1].sha256, hashOf(second));
        }
    }

    void whatIsNearlyAKeyIsNotOne()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 200; ++round) {
            auto secret = anyKey(random);
            const auto at = std::size_t(random.bounded(int(secret.size())));
            const char other = letters[std::size_t(random.bounded(int(letters.size())))];
            if (secret[at] == other)
                continue;
            secret[at] = other;
            QVERIFY2(hashesIn(secret).isEmpty(), qPrintable(QString::number(at)));
        }
        const auto whole = keytoken::generate("wa_");
        QVERIFY(hashesIn(whole.substr(0, whole.size() - 1)).isEmpty());
        QVERIFY(hashesIn(whole.substr(1)).isEmpty());
        QVERIFY(hashesIn(whole.substr(0, 20) + "\n" + whole.substr(20)).isEmpty());
    }

    void aPrefixThatNobodyKnowsIsNoKey()
    {
        QVERIFY(hashesIn(keytoken::generate("sk_live_")).isEmpty());
        KeyFinder none({});
        none.read(keytoken::generate("wa_"));
        QVERIFY(none.found().isEmpty());
        KeyFinder broken({u""_s, u"no underscore"_s, QString(100, u'_')});
        broken.read(keytoken::generate("wa_"));
        QVERIFY(broken.found().isEmpty());
    }

    void aKeyThatStandsTwiceIsOne()
    {
        const auto secret = keytoken::generate("wati_");
        const auto text = "A=" + secret + "\nB=" + secret + "\n" + std::string(50000, 'x') + secret;
        QCOMPARE(hashesIn(text), QList<QByteArray>{hashOf(secret)});
    }

    void textInUtf16IsReadToo()
    {
        const auto secret = keytoken::generate("wz_live_");
        std::string wide("\xFF\xFE", 2);
        for (const char letter : "KEY=\"" + secret + "\"\r\n")
            wide.append({letter, '\0'});
        QCOMPARE(hashesIn(wide), QList<QByteArray>{hashOf(secret)});
    }

    void itSaysTheHintAndThePrefixAndNotTheSecret()
    {
        const auto secret = keytoken::generate("wa_");
        const auto found = core::keysIn(core::Secret::copy("curl -H 'Authorization: Bearer " + secret + "'"), prefixes);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().prefix, u"wa_"_s);
        QCOMPARE(found.first().hint, QString::fromStdString(keytoken::hint(secret, "wa_")));
        QCOMPARE(found.first().sha256, hashOf(secret));
        QVERIFY(core::keysIn({}, prefixes).isEmpty());
    }

    void aTextFullOfKeysIsReadUpToABound()
    {
        std::string text;
        for (qsizetype i = 0; i < KeyFinder::mostKeys + 10; ++i)
            text += keytoken::generate("ks_") + '\n';
        KeyFinder finder(prefixes);
        finder.read(text);
        QVERIFY(finder.isFull());
        QCOMPARE(finder.found().size(), KeyFinder::mostKeys);
        QCOMPARE(finder.found().first().sha256, hashOf(text.substr(0, text.find('\n'))));
    }

    void wordsOfAnyFormAreHashedEachOnce()
    {
        const auto one = crypto::randomBase62(40);
        const auto two = "eyJh." + crypto::randomBase62(30) + "==";
        const auto words =
            core::wordsIn(core::Secret::copy("export TOKEN=" + one + "\n{\"key\": \"" + two + "\"} " + one + " short"));
        QVERIFY(words.contains(hashOf(one)));
        QVERIFY(words.contains(hashOf(two)));
        QCOMPARE(words.count(hashOf(one)), 1);
        QVERIFY(!words.contains(hashOf("short")));
        QVERIFY(core::wordsIn({}).isEmpty());
        std::string many;
        for (int i = 0; i < 1000; ++i)
            many += crypto::randomBase62(12) + ' ';
        QVERIFY(core::wordsIn(core::Secret::copy(many)).size() <= 301);
    }
};

QTEST_GUILESS_MAIN(KeyFinderTest)
#include "tst_keyfinder.moc"
