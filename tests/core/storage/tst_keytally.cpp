#include "core/storage/keytally.h"

#include "tests/core/storage/cachefixture.h"
#include "tests/core/storage/naivereference.h"
#include "tests/support/check.h"

#include <algorithm>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

using Show = KeyQuery::Show;

const QDateTime now({2026, 11, 20}, {10, 4}, Qt::UTC);

ShownCounts countsOf(const QList<Key> &keys, const QDateTime &time)
{
    const auto count = [&](Show show) -> qint64 {
        return std::count_if(keys.begin(), keys.end(), [&](const Key &key) { return test::isShown(key, show, time); });
    };
    return {count(Show::All),  count(Show::Active),  count(Show::ExpiresSoon), count(Show::Retiring),
            count(Show::Idle), count(Show::Expired), count(Show::Revoked),     count(Show::Disabled)};
}

} // namespace

class KeyTallyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theCountsAgreeWithTheRows();
    void theCountsStayTrueWhateverIsWritten();
};

void KeyTallyTest::theCountsAgreeWithTheRows()
{
    test::CacheFixture cache;
    const auto keys = test::anyKeys(400, now, 20261120);
    QVERIFY_RESULT(cache.keys().put(cache.acme(), keys));
    const auto counts = cache.keys().counts(cache.acme(), now);
    QVERIFY_RESULT(counts);
    const auto wanted = countsOf(keys, now);
    QCOMPARE(*counts, wanted);
    QVERIFY(wanted.expiresSoon > 0 && wanted.idle > 0 && wanted.retiring > 0);
    const auto later = cache.keys().counts(cache.acme(), now.addDays(31));
    QVERIFY_RESULT(later);
    QVERIFY2(later->expired > counts->expired, "time passes without a word from the gateway");
    QCOMPARE(later->retiring, 0);
}

void KeyTallyTest::theCountsStayTrueWhateverIsWritten()
{
    test::CacheFixture cache;
    QHash<QString, Key> held;
    const auto isTrue = [&] {
        for (const auto &time : {now, now.addSecs(-5 * 3600), now.addDays(9), now.addDays(400)}) {
            const auto counts = cache.keys().counts(cache.acme(), time);
            if (!counts || *counts != countsOf(held.values(), time))
                return false;
        }
        return true;
    };
    for (quint32 round = 0; round < 5; ++round) {
        const auto keys = test::anyKeys(200, now, 40 + round); // the same ids with other facts
        QVERIFY_RESULT(cache.keys().put(cache.acme(), keys));
        for (const auto &key : keys)
            held.insert(key.id, key);
        QVERIFY(isTrue());
        QStringList gone;
        for (quint32 i = round; i < 200; i += 7)
            gone += keys[i].id;
        QVERIFY_RESULT(cache.keys().remove(cache.acme(), gone));
        for (const auto &id : std::as_const(gone))
            held.remove(id);
        QVERIFY(isTrue());
    }
    const auto other = cache.add(u"second account"_s, u"acme"_s);
    QVERIFY_RESULT(cache.keys().put(other, test::anyKeys(10, now, 1)));
    QVERIFY(isTrue());
    held.clear();
    QVERIFY_RESULT(cache.keys().clear(cache.acme()));
    QVERIFY(isTrue());
    QCOMPARE(cache.keys().counts(other, now)->all, 10);
}

QTEST_GUILESS_MAIN(KeyTallyTest)
#include "tst_keytally.moc"
