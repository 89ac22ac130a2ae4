// Calls at a fixed pace, whether the answers come or not: `bench_gateway_pace PORT KEYS [RATE [SECONDS [CONNECTIONS]]]`
// sends them over CONNECTIONS in turn, each with the next key of the file KEYS, and counts an answer's time from when
// its call was due, so that a server that pauses pays for every call of the pause. Prints how many were answered, the
// 50th, 99th and 99.9th percentile and the worst in microseconds, and how many answers were not 200.

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

struct Tally {
    std::vector<std::uint32_t> microseconds;
    std::size_t others = 0; //!< answers that were not 200
};

class Connection {
public:
    Connection() = default;
    ~Connection() { ::close(m_socket); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    bool open(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        return m_socket >= 0 && ::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 &&
               ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
               ::fcntl(m_socket, F_SETFL, O_NONBLOCK) == 0;
    }
    pollfd toPoll() const { return {m_socket, POLLIN, 0}; }

    //! False: the server does not read any more.
    bool send(std::string_view call, Clock::time_point due)
    {
        m_due.push_back(due);
        return ::send(m_socket, call.data(), call.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(call.size());
    }

    //! False: the server closed, or sent what is no answer.
    bool receive(Tally &tally)
    {
        std::array<char, 16384> buffer;
        const auto count = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (count <= 0)
            return false;
        m_text.append(buffer.data(), static_cast<std::size_t>(count));
        const auto now = Clock::now();
        std::size_t done = 0;
        while (const auto length = answerIn(std::string_view(m_text).substr(done))) {
            if (m_due.empty())
                return false;
            const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - m_due.front()).count();
            m_due.pop_front();
            tally.microseconds.push_back(static_cast<std::uint32_t>(took));
            if (!std::string_view(m_text).substr(done).starts_with("HTTP/1.1 200 "))
                ++tally.others;
            done += *length;
        }
        m_text.erase(0, done);
        return true;
    }

private:
    //! How long the answer is that \a text begins with; nothing while it is not complete.
    static std::optional<std::size_t> answerIn(std::string_view text)
    {
        constexpr std::string_view end = "\r\n\r\n";
        constexpr std::string_view name = "\r\nContent-Length: ";
        const auto head = text.find(end);
        if (head == std::string_view::npos)
            return std::nullopt;
        std::size_t body = 0;
        if (const auto at = text.find(name); at < head)
            std::from_chars(text.data() + at + name.size(), text.data() + head, body);
        const auto length = head + end.size() + body;
        return length <= text.size() ? std::optional(length) : std::nullopt;
    }

    const int m_socket = ::socket(AF_INET, SOCK_STREAM, 0);
    std::deque<Clock::time_point> m_due; //!< of the calls that wait for their answers
    std::string m_text;
};

std::vector<std::string> callsWith(const std::string &keysFile)
{
    std::vector<std::string> calls;
    std::ifstream keys(keysFile);
    for (std::string key; std::getline(keys, key);)
        calls.push_back("GET /api/v1/contacts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key +
                        "\r\n\r\n");
    return calls;
}

//! False: a connection broke, or answers are still missing some time after the end.
bool pace(const std::vector<std::string> &calls, std::vector<std::unique_ptr<Connection>> &connections,
          std::size_t number, Clock::duration each, Tally &tally)
{
    std::vector<pollfd> polled;
    for (const auto &connection : connections)
        polled.push_back(connection->toPoll());
    const auto begun = Clock::now();
    const auto dueOf = [&](std::size_t i) { return begun + each * static_cast<Clock::rep>(i); };
    const auto end = dueOf(number) + 10s;
    for (std::size_t sent = 0; sent < number || tally.microseconds.size() < number;) {
        for (; sent < number && dueOf(sent) <= Clock::now(); ++sent) {
            if (!connections[sent % connections.size()]->send(calls[sent % calls.size()], dueOf(sent)))
                return false;
        }
        // Without waiting: the pace is kept to the microsecond, at the price of a core.
        ::poll(polled.data(), polled.size(), 0);
        for (std::size_t i = 0; i < polled.size(); ++i) {
            if (polled[i].revents != 0 && !connections[i]->receive(tally))
                return false;
        }
        if (Clock::now() > end)
            return false;
    }
    return true;
}

std::size_t numberFrom(char **argv, int argc, int at, std::size_t otherwise)
{
    return argc > at ? std::strtoul(argv[at], nullptr, 10) : otherwise;
}

} // namespace

int main(int argc, char **argv)
{
    const auto port = static_cast<std::uint16_t>(numberFrom(argv, argc, 1, 0));
    const auto calls = argc > 2 ? callsWith(argv[2]) : std::vector<std::string>();
    const auto rate = numberFrom(argv, argc, 3, 10000);
    const auto number = rate * numberFrom(argv, argc, 4, 5);
    if (calls.empty() || number == 0) {
        std::fprintf(stderr, "usage: bench_gateway_pace PORT KEYS [RATE [SECONDS [CONNECTIONS]]]\n");
        return 2;
    }
    std::vector<std::unique_ptr<Connection>> connections(numberFrom(argv, argc, 5, 16));
    for (auto &connection : connections) {
        connection = std::make_unique<Connection>();
        if (!connection->open(port))
            return std::perror("bench_gateway_pace"), EXIT_FAILURE;
    }
    Tally tally;
    tally.microseconds.reserve(number);
    const bool isWhole = pace(calls, connections, number, Clock::duration(1s) / rate, tally);
    auto &times = tally.microseconds;
    std::sort(times.begin(), times.end());
    const auto at = [&](std::size_t perMille) {
        return times.empty() ? 0 : times[std::min(times.size() - 1, times.size() * perMille / 1000)];
    };
    std::printf("%zu %u %u %u %u %zu\n", times.size(), at(500), at(990), at(999), at(1000), tally.others);
    return isWhole ? EXIT_SUCCESS : EXIT_FAILURE;
}
