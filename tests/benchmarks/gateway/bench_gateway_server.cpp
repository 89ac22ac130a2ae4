// The check on each call, served: what run.sh measures beside nginx.
// bench_gateway_server KEYS on|off FILE: prints its port, writes the keys into FILE, one a line, and serves until
// standard input ends.

#include "core/base/crypto.h"
#include "core/domain/keytoken.h"
#include "core/gateway/check/callcheck.h"
#include "core/gateway/check/checker.h"
#include "core/gateway/check/eventqueue.h"
#include "core/gateway/http/reply.h"
#include "core/gateway/http/server.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <string>
#include <thread>

using namespace gateway;

namespace {

class BenchService final : public http::Service {
public:
    BenchService(check::Checker &checker, check::EventQueue &events, bool eventDetail)
        : m_calls(checker, events, {true, eventDetail})
    {
    }
    bool answerNow(const http::RequestView &request, bool keepAlive, std::string &out) override
    {
        return m_calls.answer(request, keepAlive, out);
    }
    void handle(http::Request request, http::Reply reply) override
    {
        reply(http::errorResponse(404, "NOT_FOUND", "There is nothing here", request.requestId));
    }

private:
    check::CallCheck m_calls;
};

check::ProfileFacts benchProfile()
{
    check::ProfileFacts profile;
    profile.id = "bench";
    profile.scopes = {"contacts:read", "contacts:write"};
    profile.routes = {{"GET", "/api/v1/contacts", "contacts:read"}, {"POST", "/api/v1/contacts", "contacts:write"}};
    return profile;
}

//! Many keys, and for each a limit that the benchmark does not reach: its code runs all the same.
void fill(check::Checker &checker, int number, std::ostream &secrets)
{
    std::vector<check::KeyFacts> keys;
    for (int i = 0; i < number; ++i) {
        const std::string secret = keytoken::generate("ks_");
        secrets << secret << '\n';
        check::KeyFacts key;
        key.id = "0190aaaa-bbbb-7ccc-8ddd-" + std::to_string(100000000000 + i);
        key.organizationId = "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
        key.organizationName = "Bench";
        key.name = "key " + std::to_string(i);
        key.profileId = "bench";
        key.scopes = {"contacts:read"};
        key.hash = checker.hashOf(secret);
        key.perMinute = 100000;
        keys.push_back(std::move(key));
    }
    checker.reset(std::move(keys));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4 || !crypto::initialize()) {
        std::cerr << "usage: bench_gateway_server KEYS on|off FILE\n";
        return EXIT_FAILURE;
    }
    check::Checker checker(crypto::randomBytes(32), {benchProfile()});
    check::EventQueue events;
    BenchService service(checker, events, std::string(argv[2]) == "on");
    {
        std::ofstream secrets(argv[3]);
        fill(checker, std::atoi(argv[1]), secrets);
    }
    http::Server server({}, service);
    const auto started = server.start();
    if (!started) {
        std::cerr << started.error << '\n';
        return EXIT_FAILURE;
    }
    std::cout << started.port << std::endl;

    std::atomic<bool> running{true};
    std::thread writer([&] {
        while (running.load()) {
            while (!events.take(1000).empty()) {
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    std::cin.ignore(std::numeric_limits<std::streamsize>::max());
    running.store(false);
    writer.join();
    server.stop();
    const auto counts = events.counts();
    std::cerr << "allowed " << counts.allowed << ", refused " << counts.refused << ", events " << counts.accepted
              << ", dropped " << counts.dropped << '\n';
    return EXIT_SUCCESS;
}
