// What ThreadSanitizer judges: the check under changes, and a server with clients, an API thread and a stop in the
// middle. Prints what was wrong and fails, or ends silently.

#include "core/gateway/check/callcheck.h"
#include "core/gateway/check/eventqueue.h"
#include "core/gateway/http/reply.h"
#include "core/gateway/http/server.h"
#include "core/gateway/http/stream.h"
#include "samplekeys.h"

#include <arpa/inet.h>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace gateway;
using namespace gateway::check;
using test::SampleKey;

namespace {

constexpr std::int64_t noon = 1795000000000;

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "failed: %s\n", what);
    std::exit(EXIT_FAILURE);
}

void checksWhileKeysChange()
{
    Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
    EventQueue events(1000);
    std::vector<SampleKey> keys;
    for (int i = 0; i < 16; ++i)
        keys.emplace_back(checker, "key-" + std::to_string(i));
    std::atomic<bool> running{true};
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 3; ++t)
        threads.emplace_back([&, t] {
            for (std::size_t i = t; running.load(); ++i) {
                const auto &key = keys[i % keys.size()];
                const auto decision = checker.check(key.secret, "GET", "/api/v1/contacts/1", noon);
                checker.identify(key.secret, noon);
                RequestEvent event;
                event.key = decision.key;
                event.scope = decision.scope;
                events.push(std::move(event));
            }
        });
    threads.emplace_back([&] {
        while (running.load()) {
            events.take(100);
            events.takeOverflow();
            events.oldestWaiting();
        }
    });
    for (int round = 0; round < 3000; ++round) {
        auto &key = keys[static_cast<std::size_t>(round) % keys.size()];
        key.facts.perMinute = 50 + static_cast<std::uint32_t>(round % 3) * 50;
        checker.put(key.facts);
        if (round % 5 == 0)
            checker.remove(key.facts.id);
        if (round % 50 == 0)
            checker.reset({keys[0].facts, keys[1].facts});
        checker.size();
    }
    running.store(false);
    for (auto &thread : threads)
        thread.join();
}

void theLimitHoldsExactly()
{
    Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
    const SampleKey key(checker);
    checker.put(key.facts);
    std::atomic<int> next{0};
    std::atomic<int> accepted{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 64; ++t)
        threads.emplace_back([&] {
            for (int call = next++; call < 10000; call = next++)
                if (checker.check(key.secret, "GET", "/api/v1/contacts", noon).verdict == Verdict::Allowed)
                    ++accepted;
        });
    for (auto &thread : threads)
        thread.join();
    require(accepted.load() == 100, "64 threads with 10,000 calls get exactly 100");
}

//! The check on the I/O threads, everything else on a thread of its own.
class TwoThreads final : public http::Service {
public:
    TwoThreads(Checker &checker, EventQueue &events)
        : m_calls(checker, events, {true, true}), m_worker([this] { work(); })
    {
    }
    ~TwoThreads() override
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_ending = true;
        }
        m_wake.notify_one();
        m_worker.join();
    }
    bool answerNow(const http::RequestView &request, bool keepAlive, std::string &out) override
    {
        return m_calls.answer(request, keepAlive, out);
    }
    void handle(http::Request request, http::Reply reply) override
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_waiting.emplace_back(std::move(request), std::move(reply));
        }
        m_wake.notify_one();
    }

private:
    void work()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_wake.wait(lock, [this] { return m_ending || !m_waiting.empty(); });
            if (m_ending)
                return;
            auto [request, reply] = std::move(m_waiting.front());
            m_waiting.pop_front();
            lock.unlock();
            if (request.path != "/dropped")
                reply(http::errorResponse(404, "NOT_FOUND", request.path, request.requestId));
            lock.lock();
        }
    }

    CallCheck m_calls;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::pair<http::Request, http::Reply>> m_waiting;
    bool m_ending = false;
    std::thread m_worker;
};

int connectTo(std::uint16_t port)
{
    const int client = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{5, 0};
    ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(client, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return client;
    ::close(client);
    return -1;
}

//! Sends and reads until the answers' heads have come; returns how many.
int talk(int client, const std::string &bytes, int expected)
{
    if (::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
        return 0;
    std::string in;
    int answers = 0;
    for (char buffer[4096]; answers < expected;) {
        const auto count = ::recv(client, buffer, sizeof buffer, 0);
        if (count <= 0)
            break;
        in.append(buffer, static_cast<std::size_t>(count));
        answers = 0;
        for (auto at = in.find("HTTP/1.1 "); at != std::string::npos; at = in.find("HTTP/1.1 ", at + 1))
            ++answers;
    }
    return answers;
}

void clientsWhileTheServerLivesAndStops()
{
    Checker checker(crypto::randomBytes(32), {test::sampleProfile()});
    EventQueue events(262144);
    SampleKey key(checker);
    key.facts.perMinute = 1000000;
    checker.put(key.facts);
    TwoThreads service(checker, events);
    http::Options options;
    options.threads = 2;
    http::Server server(options, service);
    const auto started = server.start();
    require(bool(started), started.error.c_str());

    const std::string tail = " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key.secret + "\r\n\r\n";
    const std::string mixed = "GET /api/v1/contacts" + tail + "GET /api/v1/elsewhere" + tail + "GET /api/v1/whoami" +
                              tail + "GET /dropped" + tail + "GET /api/v1/contacts" + tail;
    std::atomic<int> answered{0};
    std::atomic<bool> running{true};
    std::vector<std::thread> clients;
    for (int t = 0; t < 6; ++t)
        clients.emplace_back([&] {
            while (running.load()) {
                const int client = connectTo(started.port);
                if (client < 0)
                    return;
                for (int i = 0; i < 5; ++i)
                    answered += talk(client, mixed, 5);
                ::close(client);
            }
        });
    clients.emplace_back([&] {
        while (running.load()) {
            checker.put(key.facts);
            server.connections();
            events.take();
        }
    });
    while (answered.load() < 5000)
        std::this_thread::yield();
    server.stop();
    running.store(false);
    for (auto &client : clients)
        client.join();
    require(server.connections() == 0, "no connection is left after stop");
}

//! Every request becomes a stream.
class Streaming final : public http::Service {
public:
    bool answerNow(const http::RequestView &, bool, std::string &) override { return false; }
    void handle(http::Request, http::Reply reply) override
    {
        http::Response response;
        response.stream = [this](std::shared_ptr<http::Stream> stream) {
            const std::scoped_lock lock(m_mutex);
            m_streams.push_back(std::move(stream));
        };
        reply(std::move(response));
    }
    //! To all that take it; forgets those that have ended, and now and then one that has not.
    void send(const std::shared_ptr<const std::string> &bytes)
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_streams, [](const auto &stream) { return !stream->isOpen(); });
        for (const auto &stream : m_streams)
            if (stream->waiting() < 100000)
                stream->send(bytes);
        if (++m_rounds % 500 == 0 && !m_streams.empty())
            m_streams.pop_back();
    }

private:
    std::mutex m_mutex;
    std::vector<std::shared_ptr<http::Stream>> m_streams;
    int m_rounds = 0;
};

//! Clients that read, that stay away and that leave in the middle, while two threads write and the server stops.
void streamsWhileTheServerLivesAndStops()
{
    Streaming service;
    http::Options options;
    options.threads = 2;
    options.limits.streamBytes = 150000;
    http::Server server(options, service);
    const auto started = server.start();
    require(bool(started), started.error.c_str());
    std::atomic<bool> running{true};
    std::atomic<std::size_t> heard{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            while (running.load()) {
                const int client = connectTo(started.port);
                if (client < 0)
                    return;
                talk(client, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 1);
                char buffer[16384];
                for (int i = 0; i < 50 * t && running.load(); ++i) {
                    const auto count = ::recv(client, buffer, sizeof buffer, 0);
                    if (count <= 0)
                        break;
                    heard += static_cast<std::size_t>(count);
                }
                ::close(client);
            }
        });
    for (int t = 0; t < 2; ++t)
        threads.emplace_back([&] {
            const auto bytes = std::make_shared<const std::string>(2000, 's');
            while (running.load())
                service.send(bytes);
        });
    while (heard.load() < 20 * 1000 * 1000)
        std::this_thread::yield();
    server.stop();
    running.store(false);
    for (auto &thread : threads)
        thread.join();
    require(server.connections() == 0, "no stream is left after stop");
}

} // namespace

int main()
{
    require(crypto::initialize(), "libsodium");
    checksWhileKeysChange();
    theLimitHoldsExactly();
    clientsWhileTheServerLivesAndStops();
    streamsWhileTheServerLivesAndStops();
    return EXIT_SUCCESS;
}
