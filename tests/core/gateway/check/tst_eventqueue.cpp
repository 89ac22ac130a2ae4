#include "core/gateway/check/eventqueue.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <thread>

using namespace gateway::check;

namespace {

constexpr std::int64_t hour = 3600 * 1000;

RequestEvent eventAt(std::int64_t at, std::uint16_t status = 200)
{
    RequestEvent made;
    made.at = at;
    made.status = status;
    return made;
}

std::shared_ptr<const KeyFacts> keyNamed(const std::string &id)
{
    KeyFacts facts;
    facts.id = id;
    facts.number = 1 + static_cast<std::int64_t>(std::hash<std::string>()(id) >> 1);
    return std::make_shared<const KeyFacts>(std::move(facts));
}

std::uint64_t sumOf(const std::vector<CountedCalls> &rows)
{
    std::uint64_t sum = 0;
    for (const auto &row : rows)
        sum = std::accumulate(row.byOutcome.begin(), row.byOutcome.end(), sum);
    return sum;
}

// Built up, not added to a literal: optimized, GCC 12 takes `"text" + std::string` for an overflow.
std::string pathOf(int number)
{
    return std::to_string(number).insert(0, 1, '/').append(std::size_t(number) % 400, 'p');
}

std::string agentOf(int number)
{
    return std::string("agent-").append(std::to_string(number));
}

} // namespace

class EventQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void eventsComeOutOldestFirstAndAtMostAsManyAsAsked()
    {
        EventQueue queue(10000);
        for (int i = 0; i < 25; ++i)
            queue.push(eventAt(i));
        std::int64_t expected = 0;
        for (const std::size_t size : {10U, 10U, 5U, 0U}) {
            const auto taken = queue.take(10);
            QCOMPARE(taken.size(), size);
            for (const auto &one : taken)
                QCOMPARE(one.at, expected++);
        }
    }

    void aFullQueueDropsDetailAndCountsOn()
    {
        EventQueue queue(3);
        for (int i = 0; i < 5; ++i)
            queue.push(eventAt(i, i % 2 ? 403 : 200));
        queue.count({}, 5, 200);
        queue.count({}, 6, 403);
        const auto counts = queue.counts();
        QCOMPARE(counts.accepted, 3U);
        QCOMPARE(counts.dropped, 2U);
        QCOMPARE(counts.calls(), 7U);
        QCOMPARE(counts.byOutcome[std::size_t(CallOutcome::Ok)], 4U);
        QCOMPARE(counts.byOutcome[std::size_t(CallOutcome::Forbidden)], 3U);
        QCOMPARE(queue.take(1).size(), std::size_t(1));
        queue.push(eventAt(9)); // what was taken made room; what waits in part still takes its own
        queue.push(eventAt(10));
        QCOMPARE(queue.counts().dropped, 3U);
        QCOMPARE(queue.take().size(), std::size_t(2));
        QCOMPARE(queue.take()[0].at, 9);
    }

    void theOverflowTellsKeyHourAndOutcomeAndIsTakenOnce()
    {
        EventQueue queue(0);
        const auto billing = keyNamed("billing");
        const std::pair<std::int64_t, int> calls[]{{1, 200},        {2, 204},        {hour - 1, 401}, {hour, 403},
                                                   {hour + 1, 429}, {hour + 2, 429}, {hour + 3, 400}};
        for (const auto &[at, status] : calls) {
            auto event = eventAt(at, static_cast<std::uint16_t>(status));
            event.key = billing;
            queue.push(event);
        }
        auto rows = queue.takeOverflow();
        std::sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.hour < b.hour; });
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0].key, billing);
        QCOMPARE(rows[0].hour, 0);
        QCOMPARE(rows[0].lastAt, hour - 1);
        QVERIFY((rows[0].byOutcome == std::array<std::uint64_t, callOutcomes>{2, 1, 0, 0, 0}));
        QCOMPARE(rows[1].hour, hour);
        QCOMPARE(rows[1].lastAt, hour + 3);
        QVERIFY((rows[1].byOutcome == std::array<std::uint64_t, callOutcomes>{0, 0, 1, 2, 1}));
        QVERIFY(queue.takeOverflow().empty());
    }

    //! The facts of a key are replaced when it changes; its calls stay together.
    void aKeyThatChangesStaysOneRow()
    {
        EventQueue queue(0);
        for (int i = 0; i < 3; ++i)
            queue.count(keyNamed("billing"), i, 200);
        const auto rows = queue.takeOverflow();
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(sumOf(rows), 3U);
    }

    void whatFindsNoRowIsCountedWithoutItsKey()
    {
        EventQueue queue(0, 10);
        for (int i = 0; i < 25; ++i)
            queue.count(keyNamed(std::to_string(i)), 0, 200);
        const auto rows = queue.takeOverflow();
        QCOMPARE(rows.size(), std::size_t(11));
        QCOMPARE(sumOf(rows), 25U);
        QCOMPARE(queue.counts().unkeyed, 15U);
    }

    //! Four threads push as fast as they can into a queue that is far too small, while a writer takes both ways.
    void aFloodIsCountedToTheLastCall()
    {
        constexpr int threads = 4;
        constexpr int each = 50000;
        EventQueue queue(500);
        std::atomic<int> running{threads};
        std::vector<std::thread> pushing;
        for (int t = 0; t < threads; ++t)
            pushing.emplace_back([&queue, &running, t] {
                const auto key = keyNamed("key-" + std::to_string(t));
                for (int i = 0; i < each; ++i) {
                    auto event = eventAt(i * hour / 10000, i % 10 == 0 ? 429 : 200);
                    event.key = key;
                    queue.push(std::move(event));
                }
                --running;
            });
        std::map<std::string, std::array<std::uint64_t, callOutcomes>> seen;
        for (bool last = false; !last;) {
            last = running.load() == 0; // before the last take, not after it
            for (auto taken = queue.take(100); !taken.empty(); taken = queue.take(100))
                for (const auto &one : taken)
                    ++seen[one.key->id][std::size_t(outcomeOf(one.status))];
            for (const auto &row : queue.takeOverflow())
                for (std::size_t i = 0; i < callOutcomes; ++i)
                    seen[row.key->id][i] += row.byOutcome[i];
        }
        for (auto &thread : pushing)
            thread.join();
        QCOMPARE(seen.size(), std::size_t(threads));
        for (const auto &[key, byOutcome] : seen)
            QVERIFY2((byOutcome == std::array<std::uint64_t, callOutcomes>{each - each / 10, 0, 0, each / 10, 0}),
                     key.c_str());
        const auto counts = queue.counts();
        QCOMPARE(counts.accepted + counts.dropped, std::uint64_t(threads * each));
        QVERIFY(counts.dropped > 0);
    }

    void theOldestThatWaitsIsKnownUntilTheNextIsAskedFor()
    {
        EventQueue queue(10000);
        QCOMPARE(queue.oldestWaiting(), 0);
        for (int i = 1; i <= 5; ++i)
            queue.push(eventAt(i));
        QCOMPARE(queue.oldestWaiting(), 1);
        queue.take(2);
        QCOMPARE(queue.oldestWaiting(), 1); // given out, and perhaps not written
        queue.take(2);
        QCOMPARE(queue.oldestWaiting(), 3);
        queue.push(eventAt(6));
        queue.take();
        QCOMPARE(queue.oldestWaiting(), 5);
        queue.take();
        QCOMPARE(queue.oldestWaiting(), 6);
        QVERIFY(queue.take().empty());
        QCOMPARE(queue.oldestWaiting(), 0);
    }

    void aLongPathIsCut()
    {
        EventQueue queue(10000);
        const std::string path(2000, 'a');
        RequestEvent event = eventAt(1);
        event.path = path;
        queue.push(event);
        QCOMPARE(queue.take()[0].path, std::string_view(path).substr(0, 512));
    }

    void textsOutliveTheirMakersAndKeepTheirPlaces()
    {
        EventQueue queue(10000);
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 5000; ++i) {
                const std::string path = pathOf(i);
                const std::string agent = agentOf(i);
                RequestEvent event = eventAt(i);
                event.path = path;
                event.userAgent = agent;
                queue.push(event);
            }
            int i = 0;
            for (auto taken = queue.take(700); !taken.empty(); taken = queue.take(700))
                for (const auto &one : taken) {
                    QCOMPARE(one.path, pathOf(i));
                    QCOMPARE(one.userAgent, agentOf(i));
                    ++i;
                }
            QCOMPARE(i, 5000);
        }
    }

    void nothingIsLostBetweenManyThreads()
    {
        EventQueue queue(20000);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&queue, t] {
                for (int i = 0; i < 5000; ++i)
                    queue.push(eventAt(t * 5000 + i));
            });
        std::set<std::int64_t> seen;
        while (seen.size() < 20000)
            for (const auto &one : queue.take(700))
                QVERIFY(seen.insert(one.at).second);
        for (auto &thread : threads)
            thread.join();
        QVERIFY(queue.take().empty());
        QCOMPARE(queue.counts().accepted, 20000U);
    }
};

QTEST_GUILESS_MAIN(EventQueueTest)
#include "tst_eventqueue.moc"
