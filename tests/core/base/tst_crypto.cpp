#include "core/base/crypto.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

class CryptoTest : public QObject {
    Q_OBJECT

    static crypto::Bytes hex(std::string_view text) { return crypto::fromHex(text).value(); }

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void digestsAreThoseOfTheStandards()
    {
        // FIPS 180-2, "abc"; RFC 4231 case 2; the CRC-32 check value.
        QCOMPARE(crypto::toHex(crypto::sha256("abc")),
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        const crypto::Bytes key{'J', 'e', 'f', 'e'};
        const std::string data = "what do ya want for nothing?";
        QCOMPARE(crypto::toHex(crypto::hmacSha256(key, crypto::Bytes(data.begin(), data.end()))),
                 "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        QCOMPARE(crypto::crc32("123456789"), 0xCBF43926U);
    }

    void keysAreDerivedAsRfc5869Says()
    {
        // Test case 3: no salt, no info; the first 32 bytes.
        const auto material = hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
        QCOMPARE(crypto::toHex(crypto::deriveKey(material, "")),
                 "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    void hexIsReadStrictly()
    {
        QCOMPARE(hex("00ff10"), (crypto::Bytes{0, 255, 16}));
        for (const auto *bad : {"0", "0g", "00 ", "xx"})
            QVERIFY(!crypto::fromHex(bad));
    }

    void whatIsSealedOpensOnlyWithItsKeyAndContext()
    {
        const auto key = crypto::sha256("key");
        const auto sealed = crypto::seal("the answer", key, "create");
        QCOMPARE(crypto::unseal(sealed, key, "create").value(), "the answer");
        QVERIFY(!crypto::unseal(sealed, crypto::sha256("other"), "create"));
        QVERIFY(!crypto::unseal(sealed, key, "rotate"));
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            auto damaged = sealed;
            damaged[i] = static_cast<std::uint8_t>(damaged[i] ^ 1U);
            QVERIFY(!crypto::unseal(damaged, key, "create"));
        }
        QVERIFY(!crypto::unseal({sealed.data(), 10}, key, "create"));
        QVERIFY(crypto::seal("the answer", key, "create") != sealed);
    }

    void aPasswordIsVerifiedByItsHash()
    {
        const auto phc = crypto::hashPassword("correct horse", 1, 8 * 1024 * 1024);
        QVERIFY(phc.starts_with("$argon2id$"));
        QVERIFY(crypto::verifyPassword("correct horse", phc));
        QVERIFY(!crypto::verifyPassword("correct horse ", phc));
        QVERIFY(!crypto::needsRehash(phc, 1, 8 * 1024 * 1024));
        QVERIFY(crypto::needsRehash(phc, 2, 8 * 1024 * 1024));
    }

    void randomLettersAreSpreadEvenly()
    {
        std::array<int, 256> counts{};
        for (const char letter : crypto::randomBase62(62 * 2000))
            ++counts.at(static_cast<unsigned char>(letter));
        int used = 0;
        for (const int count : counts) {
            if (count == 0)
                continue;
            ++used;
            QVERIFY2(count > 1700 && count < 2300, qPrintable(QString::number(count))); // 2000 ± 6.7 σ
        }
        QCOMPARE(used, 62);
    }
};

QTEST_GUILESS_MAIN(CryptoTest)
#include "tst_crypto.moc"
