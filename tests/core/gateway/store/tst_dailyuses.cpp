#include "core/gateway/store/dailyuses.h"
#include "tests/core/gateway/store/storetest.h"

#include <QRandomGenerator>
#include <QTest>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>

using namespace Qt::StringLiterals;
using gateway::store::DailyUses, gateway::store::Database, gateway::store::Owner, gateway::store::Use;

namespace {

constexpr qint64 today = 19676;
constexpr qint64 noon = today * 24 * 3600 * 1000 + 12 * 3600 * 1000;
constexpr std::size_t most = 50;
constexpr Owner owner{1, 1};

//! Of the first aspect: how many requests each text has.
using Counts = std::map<qint64, qint64>;

Counts tableOf(Database &database)
{
    Counts counts;
    auto rows = database.select(u"SELECT text, requests FROM daily_uses WHERE day = ? AND aspect = 1"_s, {today});
    while (rows.next())
        counts[rows.integer(0)] = rows.integer(1);
    return counts;
}

qint64 sum(const Counts &counts)
{
    return std::accumulate(counts.begin(), counts.end(), qint64(0),
                           [](qint64 all, const auto &each) { return all + each.second; });
}

} // namespace

class DailyUsesTest : public test::StoreTest {
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        m_uses.reset();
        StoreTest::cleanup();
    }

    void whatComesMoreOftenTakesThePlaceOfWhatComesLeast()
    {
        write(once(1, most));
        write({{7, 3}});
        write({{1000, 1}});
        QCOMPARE(tableOf(*m_database).count(1000), 0U); // as often as the least: no reason to change places
        write({{1000, 1}});
        const auto table = tableOf(*m_database);
        QCOMPARE(table.at(1000), 2);
        QCOMPARE(table.at(7), 4);
        QCOMPARE(table.size(), most + 1);
        QCOMPARE(table.at(0), 1); // of the one that went
        QCOMPARE(sum(table), qint64(most) + 3 + 2);
    }

    void whatLostItsPlaceMayComeBack()
    {
        write(once(1, most));
        auto counts = once(1, most);
        counts.erase(3);
        write(counts); // 3 has 1, all others 2
        write({{1000, 2}});
        QCOMPARE(tableOf(*m_database).count(3), 0U);
        write({{3, 5}});
        const auto table = tableOf(*m_database);
        QCOMPARE(table.at(3), 6); // the one from before included
        QCOMPARE(sum(table), 2 * qint64(most) - 1 + 2 + 5);
    }

    void whatComesSteadilyIsFoundInAFloodOfWhatComesOnce()
    {
        qint64 stranger = 100000;
        for (int batch = 0; batch < 100; ++batch) {
            auto counts = once(stranger, 40);
            stranger += 40;
            counts[5] = 1;
            if (batch > 0) // the flood comes first
                write(counts);
            else
                write(once(1000, most));
        }
        const auto table = tableOf(*m_database);
        QVERIFY(table.at(5) >= 90);
        QCOMPARE(table.size(), most + 1);
        QCOMPARE(sum(table), qint64(most) + 99 * 41);
    }

    void theDaysMostFrequentAreListedAndEveryNumberAddsUp()
    {
        QRandomGenerator random(20261121);
        Counts truth;
        std::map<qint64, std::pair<qint64, qint64>> times; // first and last
        for (int batch = 0; batch < 400; ++batch) {
            Counts counts;
            for (int call = 0; call < 100; ++call) // few texts often, thousands hardly ever
                ++counts[1 + static_cast<qint64>(std::pow(5000.0, random.generateDouble()))];
            const qint64 at = noon + batch * 1000;
            for (const auto &[text, requests] : counts) {
                truth[text] += requests;
                times.try_emplace(text, at, at).first->second.second = at;
            }
            write(counts, today, at);
            if (batch == 200)
                restart();
        }
        const auto table = tableOf(*m_database);
        QCOMPARE(sum(table), sum(truth));
        QCOMPARE(table.size(), most + 1);
        for (const auto &[text, requests] : table)
            QVERIFY(text == 0 || requests <= truth[text]);
        auto rows = m_database->select(u"SELECT text, requests, first_at, last_at FROM daily_uses WHERE aspect = 1"_s);
        while (rows.next()) {
            const auto [first, last] =
                rows.integer(0) == 0 ? std::pair(noon, noon + 399 * 1000) : times[rows.integer(0)];
            if (rows.integer(0) == 0 || rows.integer(1) < truth[rows.integer(0)])
                QVERIFY(rows.integer(2) >= first);
            else
                QCOMPARE(rows.integer(2), first);
            QVERIFY(rows.integer(3) <= last);
            QVERIFY(rows.integer(0) == 0 || rows.integer(3) == last);
        }
        std::vector<std::pair<qint64, qint64>> ranking;
        for (const auto &[text, requests] : truth)
            ranking.emplace_back(requests, text);
        std::sort(ranking.rbegin(), ranking.rend());
        for (std::size_t rank = 0; rank < 20; ++rank) {
            const auto [requests, text] = ranking[rank];
            QVERIFY2(table.count(text) == 1, qPrintable(u"rank %1, %2 requests"_s.arg(rank).arg(requests)));
            QVERIFY(table.at(text) >= requests * 9 / 10);
        }
    }

    void eachAspectHasAListOfItsOwn()
    {
        write(once(1, most));
        write({{1000, 1}});
        DailyUses::Uses uses;
        for (qint64 text = 1; text <= qint64(most); ++text)
            uses[{today, 1, text}] = Use{1, noon, noon};
        uses[{today, 1, 1000}] = Use{1, noon, noon};
        gateway::store::Change change(*m_database);
        m_uses->write(owner, uses, m_listed, most); // what is known of addresses is none of the agents'
        QVERIFY(change.commit());
        auto rows = m_database->select(u"SELECT COUNT(*), SUM(text = 1000) FROM daily_uses WHERE aspect = 2"_s);
        QVERIFY(rows.next());
        QCOMPARE(rows.integer(0), qint64(most) + 1);
        QCOMPARE(rows.integer(1), 0);
    }

    void eachDayHasAListOfItsOwn()
    {
        write(once(1, most));
        write({{1000, 1}});
        write({{1000, 1}}, today + 1);
        write({{1000, 1}}); // late: what was known of that day's newcomers is forgotten
        QCOMPARE(tableOf(*m_database).at(0), 2);
        auto rows = m_database->select(u"SELECT text, requests FROM daily_uses WHERE day = ?"_s, {today + 1});
        QVERIFY(rows.next());
        QCOMPARE(rows.integer(0), 1000);
        QCOMPARE(rows.integer(1), 1);
        QVERIFY(!rows.next());
    }

private:
    void fill() override { restart(); }
    static Counts once(qint64 first, std::size_t many)
    {
        Counts counts;
        for (std::size_t i = 0; i < many; ++i)
            counts[first + static_cast<qint64>(i)] = 1;
        return counts;
    }
    void write(const Counts &counts, qint64 day = today, qint64 at = noon)
    {
        DailyUses::Uses uses;
        for (const auto &[text, requests] : counts)
            uses[{day, 0, text}] = Use{requests, at, at};
        gateway::store::Change change(*m_database);
        m_uses->write(owner, uses, m_listed, most);
        QVERIFY(change.commit());
    }
    //! As a later program does.
    void restart()
    {
        m_listed = {};
        m_uses = std::make_unique<DailyUses>(*m_database);
        m_uses->reset();
    }

    std::unique_ptr<DailyUses> m_uses;
    DailyUses::Listed m_listed;
};

QTEST_GUILESS_MAIN(DailyUsesTest)
#include "tst_dailyuses.moc"
