#include "core/gateway/check/verifiedkeys.h"

#include <QRegularExpression>
#include <QTest>
#include <algorithm>
#include <random>

using namespace gateway::check;

namespace {

//! Of a small number of homes, so that many collide.
crypto::Digest digestOf(std::size_t number)
{
    crypto::Digest digest{};
    digest[0] = static_cast<std::uint8_t>(number % 7);
    digest[20] = static_cast<std::uint8_t>(number % 256);
    digest[21] = static_cast<std::uint8_t>(number / 256);
    return digest;
}

std::shared_ptr<const KeyRecord> recordOf(std::size_t number)
{
    auto record = std::make_shared<KeyRecord>();
    record->facts.number = static_cast<std::int64_t>(number);
    return record;
}

} // namespace

class VerifiedKeysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void nothingIsThereAtFirst()
    {
        VerifiedKeys keys;
        QVERIFY(!keys.find(digestOf(1)));
        keys.erase(digestOf(1));
        keys.put(digestOf(1), recordOf(1));
        QVERIFY(!keys.find(digestOf(8))); // of the same home
    }

    void whatWasPutIsFoundUntilItIsErased()
    {
        constexpr std::size_t number = 400;
        VerifiedKeys keys;
        std::vector<std::size_t> order(number);
        for (std::size_t i = 0; i < number; ++i) {
            order[i] = i;
            keys.put(digestOf(i), recordOf(i));
        }
        std::shuffle(order.begin(), order.end(), std::mt19937_64(7));
        for (std::size_t erased = 0; erased < number; ++erased) {
            keys.erase(digestOf(order[erased]));
            if (erased % 50 != 0)
                continue;
            for (std::size_t i = 0; i < number; ++i) {
                const KeyEntry *const entry = keys.find(digestOf(order[i]));
                QCOMPARE(entry != nullptr, i > erased);
                QVERIFY(!entry || entry->record->facts.number == static_cast<std::int64_t>(order[i]));
            }
        }
        keys.put(digestOf(3), recordOf(3));
        QVERIFY(keys.find(digestOf(3)));
    }

    void aReplacedRecordKeepsTheCallsOfItsKey()
    {
        constexpr std::int64_t noon = 1795000000000;
        VerifiedKeys keys;
        QVERIFY(keys.put(digestOf(1), recordOf(1)).log.accept(2, noon).accepted);
        keys.put(digestOf(1), recordOf(2));
        for (std::size_t i = 2; i < 100; ++i) // it moves meanwhile
            keys.put(digestOf(i), recordOf(i));
        KeyEntry *const entry = keys.find(digestOf(1));
        QVERIFY(entry);
        QCOMPARE(entry->record->facts.number, 2);
        QVERIFY(entry->log.accept(2, noon).accepted);
        QVERIFY(!entry->log.accept(2, noon).accepted);
    }
};

QTEST_GUILESS_MAIN(VerifiedKeysTest)
#include "tst_verifiedkeys.moc"
