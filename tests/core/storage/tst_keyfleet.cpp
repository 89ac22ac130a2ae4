#include "core/domain/organization.h"
#include "core/storage/keyclauses.h"
#include "core/storage/keyselection.h"
#include "core/storage/statement.h"
#include "tests/core/storage/cachefixture.h"
#include "tests/core/storage/naivereference.h"
#include "tests/support/check.h"

#include <algorithm>
#include <ctime>

using namespace core;
using namespace Qt::StringLiterals;

namespace {

using Show = KeyQuery::Show;
using Sort = KeyQuery::Sort;
using Clause = KeyClauses::Clause;

const QDateTime now({2026, 11, 20}, {10, 4}, Qt::UTC);

constexpr Show everyShow[] = {Show::All,  Show::Active,  Show::ExpiresSoon, Show::Retiring,
                              Show::Idle, Show::Expired, Show::Revoked,     Show::Disabled};
constexpr Sort everySort[] = {Sort::Name,     Sort::Status,  Sort::Hint,    Sort::Scopes,
                              Sort::LastUsed, Sort::Expires, Sort::Created, Sort::Organization};
constexpr int spread = 20; //!< organizations that the large table is in

} // namespace

//! The keys of every organization as one list.
class KeyFleetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyQueryAnswersAsANaiveReferenceDoes_data();
    void everyQueryAnswersAsANaiveReferenceDoes();
    void theOrderByOrganizationGoesByItsNameThenByTheKeys();
    void aKeySaysWhoseItIs();
    void theCountsAreThoseOfAllAndStayTrue();
    void noneIsNotAll();
    void whatIsForgottenIsGoneFromTheWhole();
    void theFirstRowsAreTheHeadOfTheWhole_data();
    void theFirstRowsAreTheHeadOfTheWhole();
    void noPlanIsWorseThanWithinOneOrganization();
    void aLargeTableAnswersWithinAFrame_data();
    void aLargeTableAnswersWithinAFrame();

private:
    QStringList plan(const Clause &clause);
    QStringList plans(const KeyQuery &query);
    QStringList expected(const KeyQuery &query, const QString &text) const;

    test::CacheFixture m_cache;
    QList<qint64> m_organizations; //!< by name
    QList<Key> m_keys;             //!< in the order of their rows
    QList<qsizetype> m_owners;     //!< of each, a place in m_organizations
    test::CacheFixture m_large;
};

void KeyFleetTest::initTestCase()
{
    m_organizations = {m_cache.acme(), m_cache.add(u"second"_s, u"Beta"_s), m_cache.add(u"third"_s, u"ÇELIK"_s)};
    m_keys = test::anyKeys(300, now, 20261121);
    for (qsizetype i = 0; i < m_keys.size(); ++i) {
        m_owners += (i * 7 + i / 5) % m_organizations.size();
        QVERIFY_RESULT(m_cache.keys().put(m_organizations[m_owners[i]], {m_keys[i]}));
    }
    for (int i = 1; i < spread; ++i)
        QCOMPARE(m_large.add(u"account %1"_s.arg(i), u"org %1"_s.arg(97 * i % 100)), m_large.acme() + i);
    QVERIFY_RESULT(m_large.grow(100'000, spread));
}

QStringList KeyFleetTest::expected(const KeyQuery &query, const QString &text) const
{
    const auto found = test::findings(m_keys, text);
    if (query.sort != Sort::Organization)
        return test::expected(m_keys, found, query);
    auto within = query;
    within.sort = Sort::Name;
    QStringList ids;
    for (qsizetype turn = 0; turn < m_organizations.size(); ++turn) {
        const auto owner = query.order == Qt::AscendingOrder ? turn : m_organizations.size() - 1 - turn;
        auto own = found;
        for (qsizetype i = 0; i < own.size(); ++i)
            own[i] = own[i] && m_owners[i] == owner;
        ids += test::expected(m_keys, own, within);
    }
    return ids;
}

void KeyFleetTest::everyQueryAnswersAsANaiveReferenceDoes_data()
{
    QTest::addColumn<QString>("text");
    for (const auto &text : {u""_s, u"b"_s, u"zz"_s, u"billing"_s, u"strasse"_s, u"lovelace"_s, u"nothing like it"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void KeyFleetTest::everyQueryAnswersAsANaiveReferenceDoes()
{
    QFETCH(QString, text);
    for (const auto show : everyShow) {
        for (const auto sort : everySort) {
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                const KeyQuery query{everyOrganization, show, text, sort, order, now};
                const auto rows = m_cache.keys().rows(query);
                QVERIFY_RESULT(rows);
                const auto keys = m_cache.keys().keys(*rows);
                QVERIFY_RESULT(keys);
                QStringList ids;
                for (const auto &key : *keys)
                    ids += key.id;
                QVERIFY2(ids == expected(query, text),
                         qPrintable(u"show %1 sort %2 order %3"_s.arg(int(show)).arg(int(sort)).arg(int(order))));
                const auto first = m_cache.keys().firstRows(query, 40);
                QVERIFY_RESULT(first);
                QCOMPARE(first->rows, rows->mid(0, 40));
                QVERIFY(!first->complete || first->rows.size() == rows->size());
            }
        }
    }
}

void KeyFleetTest::theOrderByOrganizationGoesByItsNameThenByTheKeys()
{
    const auto rows = m_cache.keys().rows({.organization = everyOrganization, .sort = Sort::Organization, .now = now});
    QVERIFY_RESULT(rows);
    const auto keys = m_cache.keys().cachedKeys(*rows);
    QVERIFY_RESULT(keys);
    QStringList names;
    for (const auto &each : *keys) {
        if (names.isEmpty() || names.last() != each.organizationName)
            names += each.organizationName;
    }
    QCOMPARE(names, (QStringList{u"acme"_s, u"Beta"_s, u"ÇELIK"_s}));
    // Within one organization the column says nothing: the names decide.
    const auto one = [&](Sort sort) {
        return *m_cache.keys().rows({.organization = m_cache.acme(), .sort = sort, .now = now});
    };
    QCOMPARE(one(Sort::Organization), one(Sort::Name));
}

void KeyFleetTest::aKeySaysWhoseItIs()
{
    for (qsizetype i = 0; i < m_keys.size(); i += 37) {
        const auto owner = m_organizations[m_owners[i]];
        const auto read = m_cache.keys().cachedKeys({m_cache.keys().rowOf(owner, m_keys[i].id)});
        QVERIFY_RESULT(read);
        QCOMPARE(read->size(), 1);
        QCOMPARE(read->first().organization, owner);
        QCOMPARE(read->first().key.id, m_keys[i].id);
    }
}

void KeyFleetTest::theCountsAreThoseOfAllAndStayTrue()
{
    test::CacheFixture cache;
    const auto other = cache.add(u"second"_s, u"beta"_s);
    const auto areSums = [&] {
        for (const auto &time : {now, now.addSecs(-5 * 3600), now.addDays(9), now.addDays(400)}) {
            const auto all = cache.keys().counts(everyOrganization, time);
            const auto a = cache.keys().counts(cache.acme(), time);
            const auto b = cache.keys().counts(other, time);
            if (!all || !a || !b)
                return false;
            const ShownCounts sum{a->all + b->all,           a->active + b->active,    a->expiresSoon + b->expiresSoon,
                                  a->retiring + b->retiring, a->idle + b->idle,        a->expired + b->expired,
                                  a->revoked + b->revoked,   a->disabled + b->disabled};
            if (*all != sum)
                return false;
        }
        return true;
    };
    for (quint32 round = 0; round < 3; ++round) {
        QVERIFY_RESULT(cache.keys().put(cache.acme(), test::anyKeys(150, now, round)));
        QVERIFY_RESULT(cache.keys().put(other, test::anyKeys(80, now, 10 + round))); // the same ids at another backend
        QVERIFY(areSums());
        QVERIFY_RESULT(cache.keys().remove(other, {u"key-%1"_s.arg(round), u"key-%1"_s.arg(30 + round)}));
        QVERIFY(areSums());
    }
    QCOMPARE(cache.keys().counts(everyOrganization, now)->all, 228);
    QVERIFY_RESULT(cache.keys().clear(cache.acme()));
    QVERIFY(areSums());
    QCOMPARE(cache.keys().counts(everyOrganization, now)->all, 78);
}

void KeyFleetTest::noneIsNotAll()
{
    QCOMPARE(*m_cache.keys().counts(0, now), ShownCounts());
    QCOMPARE(m_cache.keys().rows({.organization = 0, .now = now})->size(), 0);
    QCOMPARE(m_cache.keys().counts(everyOrganization, now)->all, m_keys.size());
}

void KeyFleetTest::whatIsForgottenIsGoneFromTheWhole()
{
    test::CacheFixture cache;
    const auto other = cache.add(u"second"_s, u"beta"_s);
    QVERIFY_RESULT(cache.keys().put(cache.acme(), test::anyKeys(20, now, 1)));
    QVERIFY_RESULT(cache.keys().put(other, test::anyKeys(30, now, 2)));
    QVERIFY_RESULT(cache.organizations().forget(u"account"_s));
    const KeyQuery query{.organization = everyOrganization, .now = now};
    const auto left = cache.keys().cachedKeys(*cache.keys().rows(query));
    QVERIFY_RESULT(left);
    QCOMPARE(left->size(), 30);
    QVERIFY(std::all_of(left->begin(), left->end(), [&](const auto &each) { return each.organization == other; }));
    QCOMPARE(cache.keys().counts(everyOrganization, now)->all, 30);
}

void KeyFleetTest::theFirstRowsAreTheHeadOfTheWhole_data()
{
    QTest::addColumn<QString>("text");
    for (const auto &text : {u""_s, u"a"_s, u"xq"_s, u"lunar"_s, u"lunar-bea"_s, u"-9999"_s, u"aurora"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void KeyFleetTest::theFirstRowsAreTheHeadOfTheWhole()
{
    QFETCH(QString, text);
    for (const auto show : {Show::All, Show::Expired}) {
        for (const auto sort : {Sort::Name, Sort::Status, Sort::Organization}) {
            const KeyQuery query{everyOrganization, show, text, sort, Qt::DescendingOrder, now};
            const auto whole = m_large.keys().rows(query);
            QVERIFY_RESULT(whole);
            const auto first = m_large.keys().firstRows(query, 512);
            QVERIFY_RESULT(first);
            QVERIFY(first->rows.size() <= 512);
            QCOMPARE(first->rows, whole->mid(0, first->rows.size()));
            QVERIFY(!first->complete || first->rows.size() == whole->size());
            if (text.isEmpty())
                QCOMPARE(first->rows.size() + first->following(), whole->size());
            // What may be ended finds the same as what may not.
            const auto breathing = KeySelection(m_large.database(), query, [] { return false; }).all(1'000'000);
            QVERIFY_RESULT(breathing);
            QCOMPARE(*breathing, *whole);
        }
    }
}

QStringList KeyFleetTest::plan(const Clause &clause)
{
    Statement statement(m_large.database(), u"EXPLAIN QUERY PLAN "_s + clause.sql);
    for (const auto &value : clause.values)
        statement.bind(value);
    QStringList lines;
    if (!statement.run())
        return {u"refused: "_s + clause.sql};
    while (statement.next())
        lines += statement.text(3);
    if (lines.contains(u"CO-ROUTINE key"_s))
        lines.removeAll(u"SCAN key"_s); // what it hands on
    return lines;
}

//! Of all ways to answer it without a text, and of those that walk with one.
QStringList KeyFleetTest::plans(const KeyQuery &query)
{
    const KeyClauses clauses(query, true);
    const auto everything = KeyClauses::everything();
    QStringList lines;
    for (const auto &segment : clauses.segments())
        lines += plan(clauses.count({segment}, 100));
    lines += plan(clauses.count({}, 100));
    for (const auto &text : {everything, clauses.byLetters()}) {
        for (const auto scan : {KeyClauses::unbounded, qint64(2048)}) {
            if (query.sort == Sort::Status) {
                for (const auto &rank : clauses.ranks())
                    lines += plan(clauses.walkRank(rank, text, scan, 512));
            } else if (!clauses.isByOrganization()) {
                lines += plan(clauses.walk(text, scan, 512));
            }
        }
    }
    return lines;
}

void KeyFleetTest::noPlanIsWorseThanWithinOneOrganization()
{
    const auto sorts = [](const QStringList &lines) { return lines.filter(u"TEMP B-TREE"_s).size(); };
    for (const auto show : everyShow) {
        for (const auto sort : everySort) {
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                const auto one = plans({m_large.acme(), show, {}, sort, order, now});
                const auto all = plans({everyOrganization, show, {}, sort, order, now});
                const auto words = all.join(u'\n').toUtf8();
                QVERIFY2(!all.isEmpty() && sorts(all) <= sorts(one), words.constData());
                for (const auto &line : all) {
                    QVERIFY2(!line.startsWith(u"refused"_s), words.constData());
                    const bool readsKeys = line.startsWith(u"SCAN key"_s) || line.startsWith(u"SEARCH key"_s);
                    QVERIFY2(!readsKeys || line.contains(u"fleet_by_"_s) || line.contains(u"key_text"_s) ||
                                 line.contains(u"COVERING INDEX"_s),
                             words.constData());
                }
            }
        }
    }
}

void KeyFleetTest::aLargeTableAnswersWithinAFrame_data()
{
    QTest::addColumn<KeyQuery>("query");
    for (const auto sort : everySort)
        QTest::addRow("sorted by %d", int(sort))
            << KeyQuery{.organization = everyOrganization, .sort = sort, .order = Qt::DescendingOrder, .now = now};
    for (const auto show : everyShow)
        QTest::addRow("filtered by %d", int(show))
            << KeyQuery{.organization = everyOrganization, .show = show, .now = now};
    for (const auto &text : {u"l"_s, u"lu"_s, u"lun"_s, u"lunar-bea"_s, u"lunar-beacon-12"_s, u"xq"_s, u"contacts"_s}) {
        for (const auto sort : {Sort::Name, Sort::Organization})
            QTest::addRow("searched for %s, by %d", qPrintable(text), int(sort))
                << KeyQuery{.organization = everyOrganization, .text = text, .sort = sort, .now = now};
    }
}

// The processor's time, with room for a debug build: see KeyCacheTest.
void KeyFleetTest::aLargeTableAnswersWithinAFrame()
{
    QFETCH(KeyQuery, query);
    const auto spent = [] { return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC; };
    double least = 1e9;
    for (int i = 0; i < 5; ++i) {
        const auto before = spent();
        QVERIFY_RESULT(m_large.keys().firstRows(query, 512));
        QVERIFY_RESULT(m_large.keys().counts(everyOrganization, now));
        least = std::min(least, spent() - before);
    }
    QVERIFY2(least < 40, qPrintable(u"%1 ms"_s.arg(least)));
}

QTEST_GUILESS_MAIN(KeyFleetTest)
#include "tst_keyfleet.moc"
