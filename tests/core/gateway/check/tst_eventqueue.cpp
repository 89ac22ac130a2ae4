#include "core/gateway/check/eventqueue.h"

#include <QTest>
#include <set>
#include <string>
#include <thread>

using namespace gateway::check;

namespace {

RequestEvent eventAt(std::int64_t at, std::string_view code = {})
{
    RequestEvent made;
    made.at = at;
    made.code = code;
    return made;
}

} // namespace

class EventQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void eventsComeOutOldestFirstAndAtMostAsManyAsAsked()
    {
        EventQueue queue;
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
            queue.push(eventAt(i, i % 2 ? "FORBIDDEN" : ""));
        queue.count(true);
        queue.count(false);
        auto counts = queue.counts();
        QCOMPARE(counts.accepted, 3U);
        QCOMPARE(counts.dropped, 2U);
        QCOMPARE(counts.allowed, 4U);
        QCOMPARE(counts.refused, 3U);
        QCOMPARE(queue.take(1).size(), std::size_t(1));
        queue.push(eventAt(9)); // what was taken made room; what waits in part still takes its own
        queue.push(eventAt(10));
        QCOMPARE(queue.counts().dropped, 3U);
        QCOMPARE(queue.take().size(), std::size_t(2));
        QCOMPARE(queue.take()[0].at, 9);
    }

    void aLongPathIsCut()
    {
        EventQueue queue;
        const std::string path(2000, 'a');
        RequestEvent event = eventAt(1);
        event.path = path;
        queue.push(event);
        QCOMPARE(queue.take()[0].path, std::string_view(path).substr(0, 512));
    }

    void textsOutliveTheirMakersAndKeepTheirPlaces()
    {
        EventQueue queue;
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 5000; ++i) {
                const std::string path = "/" + std::to_string(i) + std::string(std::size_t(i) % 400, 'p');
                const std::string agent = "agent-" + std::to_string(i);
                RequestEvent event = eventAt(i);
                event.path = path;
                event.userAgent = agent;
                queue.push(event);
            }
            int i = 0;
            for (auto taken = queue.take(700); !taken.empty(); taken = queue.take(700))
                for (const auto &one : taken) {
                    QCOMPARE(one.path, "/" + std::to_string(i) + std::string(std::size_t(i) % 400, 'p'));
                    QCOMPARE(one.userAgent, "agent-" + std::to_string(i));
                    ++i;
                }
            QCOMPARE(i, 5000);
        }
    }

    void nothingIsLostBetweenManyThreads()
    {
        EventQueue queue;
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
