#include "core/storage/keyselection.h"

#include "tests/core/storage/cachefixture.h"
#include "tests/support/check.h"

using namespace core;
using namespace Qt::StringLiterals;

namespace {

using Show = KeyQuery::Show;
using Sort = KeyQuery::Sort;

const QDateTime now({2026, 11, 20}, {10, 4}, Qt::UTC);

} // namespace

class KeySelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY_RESULT(m_cache.grow(100'000)); }
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theHeadKnowsHowManyFollow();
    void aScanThatFindsNothingCanBeEnded();

private:
    test::CacheFixture m_cache;
};

void KeySelectionTest::theHeadKnowsHowManyFollow()
{
    for (const auto show : {Show::All, Show::Active, Show::ExpiresSoon, Show::Idle, Show::Expired, Show::Revoked}) {
        for (const auto sort : {Sort::Name, Sort::Status, Sort::Expires}) {
            const KeyQuery query{.organization = m_cache.acme(), .show = show, .sort = sort, .now = now};
            const auto first = m_cache.keys().firstRows(query, 512);
            QVERIFY_RESULT(first);
            QCOMPARE(first->rows.size() + first->following(), m_cache.keys().rows(query)->size());
        }
    }
    const auto search = m_cache.keys().firstRows({.organization = m_cache.acme(), .text = u"a"_s, .now = now}, 512);
    QVERIFY_RESULT(search);
    QVERIFY(!search->complete && !search->total);
}

void KeySelectionTest::aScanThatFindsNothingCanBeEnded()
{
    for (const auto sort : {Sort::Name, Sort::Status}) {
        const KeyQuery query{.organization = m_cache.acme(), .text = u"§"_s, .sort = sort, .now = now};
        int asked = 0;
        const auto never = KeySelection(m_cache.database(), query, [&] { return ++asked < 0; }).all(1'000'000);
        QVERIFY_RESULT(never);
        QVERIFY(never->isEmpty());
        QVERIFY2(asked >= 90, "every thousand rows or so");
        asked = 0;
        const auto ended = KeySelection(m_cache.database(), query, [&] { return ++asked == 3; }).all(1'000'000);
        QCOMPARE_ERROR(ended, Error::Kind::Cancelled);
        QCOMPARE(asked, 3);
    }
    // What may be ended finds the same as what may not.
    for (const auto &text : {u"l"_s, u"xq"_s, u"9"_s, u"lunar"_s}) {
        for (const auto sort : {Sort::Name, Sort::Status}) {
            const KeyQuery query{.organization = m_cache.acme(), .text = text, .sort = sort, .now = now};
            const auto rows = KeySelection(m_cache.database(), query, [] { return false; }).all(1'000'000);
            QVERIFY_RESULT(rows);
            QCOMPARE(*rows, *m_cache.keys().rows(query));
        }
    }
}

QTEST_GUILESS_MAIN(KeySelectionTest)
#include "tst_keyselection.moc"
