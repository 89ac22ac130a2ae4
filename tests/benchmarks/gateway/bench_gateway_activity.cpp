// The activity of a gateway, written and read.
//   bench_gateway_activity write [EVENTS [KEYS]]   writes batches with their roll-ups; events and CPU a second
//   bench_gateway_activity read [EVENTS]           fills 90 days, then asks the gateway over a connection: medians

#include "core/base/crypto.h"
#include "core/base/identifiers.h"
#include "core/gateway/store/calllog.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/keys.h"
#include "core/gateway/store/retention.h"
#include "tests/core/gateway/api/harness.h"
#include "tests/core/gateway/store/filledstore.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iostream>
#include <random>

using namespace Qt::StringLiterals;
using gateway::check::RequestEvent;
using gateway::store::CallLog, gateway::store::Database;
using Clock = std::chrono::steady_clock;

namespace {

constexpr qint64 batch = 4000;
constexpr qint64 day = 24 * 3600 * 1000;
constexpr int days = 90;

double millisecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

//! Of this process.
double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

//! Calls as a few hundred programs make them: each key has some callers and routes, and a few keys most of the calls.
class Traffic {
public:
    explicit Traffic(std::vector<test::KeyPointer> keys) : m_keys(std::move(keys))
    {
        for (int i = 0; i < 300; ++i)
            m_addresses.push_back("10.0." + std::to_string(i / 250) + '.' + std::to_string(i % 250));
        for (int i = 0; i < 40; ++i)
            m_agents.push_back("service-" + std::to_string(i) + "/1.4 (python-requests 2.31)");
        for (int i = 0; i < 1000; ++i)
            m_paths.push_back("/api/v1/contacts/" + std::to_string(100000 + i));
    }

    RequestEvent next(qint64 at)
    {
        const auto pick = m_random();
        const auto skewed = static_cast<double>(pick % 65536) / 65536;
        const auto key = static_cast<std::size_t>(skewed * skewed * static_cast<double>(m_keys.size()));
        RequestEvent call;
        call.at = at;
        call.key = m_keys[key];
        call.method = "GET";
        call.path = "/api/v1/contacts";
        call.route = "GET /api/v1/contacts";
        call.scope = "contacts:read";
        call.status = 200;
        call.address = m_addresses[(key * 7 + pick / 65536 % 3) % m_addresses.size()];
        call.userAgent = m_agents[key % m_agents.size()];
        vary(call, pick / 262144 % 1024);
        return call;
    }

private:
    void vary(RequestEvent &call, std::uint64_t pick) const
    {
        if (pick < 200) {
            call.path = m_paths[pick * 5];
            call.route = "GET /api/v1/contacts/{id}";
        } else if (pick < 250) {
            call.status = 429;
            call.code = "RATE_LIMITED";
        } else if (pick < 260) {
            call.status = 403;
            call.code = "FORBIDDEN";
            call.method = "POST";
            call.route = "POST /api/v1/contacts";
            call.scope = "contacts:write";
        }
    }

    std::vector<test::KeyPointer> m_keys;
    std::vector<std::string> m_addresses;
    std::vector<std::string> m_agents;
    std::vector<std::string> m_paths;
    std::mt19937_64 m_random{7};
};

int measureWriting(qint64 events, int keys)
{
    test::FilledStore filled;
    Traffic traffic(filled.addKeys(keys));
    const auto database = filled.connect();
    database->run(u"PRAGMA synchronous = NORMAL"_s); // as the writer has it
    CallLog log(*database);
    std::vector<RequestEvent> calls;
    double took = 0;
    double used = 0;
    double longest = 0;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (qint64 done = 0; done < events; done += batch) {
        calls.clear();
        for (qint64 i = 0; i < batch; ++i)
            calls.push_back(traffic.next(now + (done + i) / 100));
        const auto start = Clock::now();
        const auto before = cpuSeconds();
        if (!log.write(calls))
            return EXIT_FAILURE;
        used += cpuSeconds() - before;
        const auto one = millisecondsSince(start);
        took += one;
        longest = std::max(longest, one);
    }
    log.writeLast({});
    const auto count = static_cast<double>(events);
    std::cout << "written with roll-ups, " << keys << " keys: " << count / took * 1000 << " events/s, "
              << used / count * 1e6 << " us CPU an event (" << count / used << " events/s of CPU), longest batch of "
              << batch << ' ' << longest << " ms, " << static_cast<double>(QFileInfo(filled.file()).size()) / count
              << " bytes an event\n";
    return EXIT_SUCCESS;
}

void fill(const test::RunningGateway &gateway, qint64 events)
{
    const auto database = gateway.database();
    database->run(u"PRAGMA synchronous = OFF"_s);
    std::vector<test::KeyPointer> keys;
    for (auto &facts : gateway::store::Keys(*database).allFacts())
        keys.push_back(std::make_shared<gateway::check::KeyFacts>(std::move(facts)));
    Traffic traffic(keys);
    CallLog log(*database);
    const qint64 end = gateway.clock.now().toMSecsSinceEpoch();
    std::vector<RequestEvent> calls;
    for (qint64 done = 0; done < events; ++done) {
        calls.push_back(traffic.next(end - days * day + days * day / events * done));
        if (done == events / 3) { // thirty days in: what no other call is like
            calls.back().address = "203.0.113.77";
            calls.back().userAgent = "curl/8";
            calls.back().scope = "billing:read";
            calls.back().code = "VALIDATION_FAILED";
            calls.back().status = 400;
        }
        if (qint64(calls.size()) == batch || done + 1 == events) {
            if (!log.write(calls))
                std::exit(EXIT_FAILURE);
            calls.clear();
        }
    }
    log.writeLast({});
}

//! The median of some answers, and the longest.
void measure(test::RunningGateway &gateway, const char *what, const QByteArray &path, double target)
{
    std::array<double, 9> took{};
    test::Reply reply;
    for (auto &each : took) {
        const auto start = Clock::now();
        reply = gateway.get(path);
        each = millisecondsSince(start);
    }
    std::sort(took.begin(), took.end());
    const auto answer = reply.json();
    std::cout << (reply.status == 200 && took[took.size() / 2] <= target ? "ok    " : "SLOW  ") << what << ": median "
              << took[took.size() / 2] << " ms, longest " << took.back() << " ms (target " << target << "); "
              << answer[u"data"].toArray().size() + answer[u"addresses"].toArray().size() << " entries";
    if (const auto until = answer[u"searched_until"].toString(); !until.isEmpty())
        std::cout << ", searched until " << until.toStdString();
    std::cout << '\n';
}

//! Steps that forget ten days.
void measureForgetting(const test::RunningGateway &gateway)
{
    const auto database = gateway.database();
    database->run(u"PRAGMA synchronous = NORMAL"_s);
    gateway::store::Retention retention(*database, {});
    std::vector<double> took;
    for (bool more = true; more;) {
        const auto start = Clock::now();
        more = retention.step(gateway.clock.now().addDays(10));
        took.push_back(millisecondsSince(start));
    }
    std::sort(took.begin(), took.end());
    std::cout << "ten days forgotten in " << took.size() << " steps: median " << took[took.size() / 2] << ", 99 % "
              << took[took.size() * 99 / 100] << ", longest " << took.back() << " ms\n";
}

int measureReading(qint64 events)
{
    test::RunningGateway gateway;
    if (!gateway.start() || gateway.signIn(u"owner@a.example"_s).status != 200)
        return EXIT_FAILURE;
    QByteArray key;
    QByteArray rare;
    for (int i = 0; i < 1000; ++i) {
        const auto id = gateway.createKey(u"Key %1"_s.arg(i)).json()[u"key"][u"id"].toString().toLatin1();
        (i == 0 ? key : rare) = id;
    }
    gateway.stop();
    auto start = Clock::now();
    fill(gateway, events);
    std::cout << events << " events filled in " << millisecondsSince(start) / 1000 << " s, "
              << static_cast<double>(QFileInfo(gateway.databaseFile).size()) / 1e6 << " MB\n";
    start = Clock::now();
    if (!gateway.start())
        return EXIT_FAILURE;
    std::cout << "gateway started in " << millisecondsSince(start) << " ms\n";
    const auto organization = "/api/v1/organizations/" + gateway.organization.toLatin1();
    const auto activity = organization + "/activity";
    measure(gateway, "first page", activity, 50);
    measure(gateway, "first page of 1000", activity + "?limit=1000", 200);
    for (const QByteArray filter :
         {"class=refused", "result=limited", "result=unauthorized", "kind=request", "kind=key.created",
          "kind=key.revoked", "scope=contacts%3Awrite", "scope=billing%3Aread", "scope=none", "address=10.0.0.7",
          "address=203.0.113.77", "code=VALIDATION_FAILED", "q=contacts", "q=curl", "q=zzzz", "q=1",
          "since=2026-09-20T10:00:00Z&until=2026-09-20T10:10:00Z", "q=zzzz&since=2026-10-20T10:00:00Z",
          "until=2026-09-01T00:00:00Z&class=refused"})
        measure(gateway, filter.constData(), activity + '?' + filter, 200);
    measure(gateway, "a busy key", activity + "?key=" + key, 200);
    measure(gateway, "a rare key", activity + "?key=" + rare, 200);
    measure(gateway, "a rare key, refused", activity + "?key=" + rare + "&result=other", 200);
    const QByteArray year = "since=2025-11-21T00:00:00Z&until=2026-11-21T00:00:00Z";
    measure(gateway, "a year's usage of the organization", organization + "/usage?" + year, 5);
    measure(gateway, "a year's usage of a key", organization + "/usage?key=" + key + '&' + year, 5);
    measure(gateway, "90 days' usage by the hour",
            organization + "/usage?bucket=hour&since=2026-08-22T00:00:00Z&until=2026-11-20T00:00:00Z", 50);
    measure(gateway, "a busy key's breakdown", "/api/v1/keys/" + key + "/usage/breakdown?since=2026-08-01T00:00:00Z",
            100);
    gateway.stop();
    measureForgetting(gateway);
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::string_view what = argc > 1 ? argv[1] : "";
    const auto number = [&](int position, qint64 usual) {
        return argc > position ? QByteArray(argv[position]).toLongLong() : usual;
    };
    if (crypto::initialize() && what == "write")
        return measureWriting(number(2, 2000000), static_cast<int>(number(3, 1000)));
    if (crypto::initialize() && what == "read")
        return measureReading(number(2, 10000000));
    std::cerr << "usage: bench_gateway_activity write [EVENTS [KEYS]] | read [EVENTS]\n";
    return EXIT_FAILURE;
}
