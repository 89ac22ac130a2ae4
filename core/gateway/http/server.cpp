#include "core/gateway/http/server.h"

#include "core/gateway/http/hosts.h"
#include "core/gateway/http/lane.h"
#include "core/gateway/http/reply.h"
#include "core/gateway/http/sockets.h"
#include "core/gateway/http/tls.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <limits>
#include <optional>
#include <thread>

namespace gateway::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds acceptPause{50};

//! Of an IPv4 client on an IPv6 socket, too, the IPv4 address.
asio::ip::address plainAddress(const asio::ip::address &address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
}

std::string shown(const tcp::endpoint &endpoint)
{
    const auto address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? '[' + address + ']' : address) + ':' + std::to_string(endpoint.port());
}

} // namespace

struct Server::State {
    State(Options given, Service &service) : shared{std::move(given), {}, service, false} {}

    std::string prepare(asio::ip::address &address);
    std::string listen(const tcp::endpoint &endpoint);
    void run();
    void accept();
    void admit(const std::shared_ptr<Lane> &lane, tcp::socket socket);
    void turnAway(tcp::socket socket);

    Shared shared;
    Occupancy occupancy;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    std::vector<std::shared_ptr<Lane>> lanes;
    std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
    std::vector<std::thread> threads;
    std::optional<tcp::acceptor> acceptor;
    std::optional<asio::steady_timer> pause;
    std::size_t nextLane = 0;
};

//! Checks the options before anything is opened.
std::string Server::State::prepare(asio::ip::address &address)
{
    const Options &options = shared.options;
    error_code error;
    address = asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, error);
    if (error)
        return "\"" + options.address + "\" is not an IP address";
    if (options.certificateFile.empty() != options.keyFile.empty())
        return "TLS needs both a certificate and its key";
    shared.tls = !options.keyFile.empty();
    if (shared.tls)
        if (auto problem = loadCertificate(tls, options.certificateFile, options.keyFile); !problem.empty())
            return problem;
    if (!shared.tls && !options.behindProxy && !options.plainAnywhere && !address.is_loopback())
        return "Plain HTTP is served on loopback only. On " + options.address +
               " give a TLS certificate and key, or say that a proxy with TLS is in front";
    shared.rules.limits = options.limits;
    shared.rules.servesHost = [this, hosts = ServedHosts(options.address, options.hosts)](std::string_view name) {
        return hosts.serves(name) || (shared.tls && certificateCovers(tls, name));
    };
    return {};
}

std::string Server::State::listen(const tcp::endpoint &endpoint)
{
    acceptor.emplace(lanes.front()->io);
    pause.emplace(lanes.front()->io);
    error_code error;
    acceptor->open(endpoint.protocol(), error);
    if (!error)
        acceptor->set_option(asio::socket_base::reuse_address(true), error);
    if (!error)
        acceptor->bind(endpoint, error);
    if (!error)
        acceptor->listen(asio::socket_base::max_listen_connections, error);
    return error ? "Cannot listen on " + shown(endpoint) + ": " + error.message() : std::string();
}

void Server::State::run()
{
    accept();
    for (const auto &lane : lanes) {
        guards.emplace_back(lane->io.get_executor());
        threads.emplace_back([lane] { lane->io.run(); });
    }
}

void Server::State::accept()
{
    const auto &lane = lanes[nextLane++ % lanes.size()];
    acceptor->async_accept(lane->io, [this, lane](const error_code &error, tcp::socket socket) {
        if (error == asio::error::operation_aborted || !acceptor->is_open())
            return;
        if (!error) {
            admit(lane, std::move(socket));
            return accept();
        }
        // Most likely out of file descriptors: some come free as others leave.
        pause->expires_after(acceptPause);
        pause->async_wait([this](const error_code &cancelled) {
            if (!cancelled && acceptor->is_open())
                accept();
        });
    });
}

void Server::State::admit(const std::shared_ptr<Lane> &lane, tcp::socket socket)
{
    error_code error;
    const auto address = plainAddress(socket.remote_endpoint(error).address());
    if (!error)
        socket.non_blocking(true, error);
    if (!error)
        socket.set_option(tcp::no_delay(true), error);
    if (error)
        return; // gone already
    const Limits &limits = shared.options.limits;
    const bool standsForMany = shared.options.behindProxy || address.is_loopback();
    std::string name = address.to_string();
    const auto entry =
        occupancy.enter(name, limits.connections,
                        standsForMany ? std::numeric_limits<std::size_t>::max() : limits.connectionsPerAddress);
    if (entry != Occupancy::Entry::Admitted)
        return turnAway(std::move(socket));
    asio::post(lane->io, [this, lane, name = std::move(name), client = std::move(socket)]() mutable {
        if (shared.tls)
            serveTls(lane, std::move(client), std::move(name), tls);
        else
            servePlain(lane, std::move(client), std::move(name));
    });
}

//! Says why where that can be said at once, and closes.
void Server::State::turnAway(tcp::socket socket)
{
    if (shared.tls)
        return;
    const std::string requestId = lanes.front()->newRequestId();
    auto response = errorResponse(503, "UNAVAILABLE", "Too many connections", requestId);
    response.headers.push_back({"Retry-After", "1"});
    std::string out;
    appendResponse(out, response, {requestId, false, false});
    error_code ignored;
    socket.write_some(asio::buffer(out), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

Server::Server(Options options, Service &service) : m_state(std::make_unique<State>(std::move(options), service)) {}

Server::~Server()
{
    stop();
}

Started Server::start()
{
    asio::ip::address address;
    if (auto problem = m_state->prepare(address); !problem.empty())
        return {0, std::move(problem)};
    const unsigned threads = std::max(1U, m_state->shared.options.threads);
    for (unsigned i = 0; i < threads; ++i)
        m_state->lanes.push_back(std::make_shared<Lane>(m_state->shared, m_state->occupancy));
    if (auto problem = m_state->listen({address, m_state->shared.options.port}); !problem.empty()) {
        m_state->acceptor.reset();
        m_state->pause.reset();
        m_state->lanes.clear();
        return {0, std::move(problem)};
    }
    error_code error;
    const auto port = m_state->acceptor->local_endpoint(error).port();
    m_state->run();
    return {port, {}};
}

void Server::stop()
{
    State &state = *m_state;
    if (state.threads.empty())
        return;
    asio::post(state.lanes.front()->io, [&state] {
        error_code ignored;
        state.acceptor->close(ignored);
        state.pause->cancel();
    });
    for (const auto &lane : state.lanes)
        asio::post(lane->io, [&lane] { lane->drain(); });
    state.occupancy.waitUntilEmpty(state.shared.options.deadlines.stop);
    for (const auto &lane : state.lanes)
        lane->io.stop();
    for (auto &thread : state.threads)
        thread.join();
    state.guards.clear();
    // A second round for clients that were admitted too late for the first. Then no connection is left, and a Reply
    // that is still held finds nobody.
    for (int round = 0; round < 2; ++round)
        for (const auto &lane : state.lanes) {
            lane->abandon();
            lane->io.restart();
            lane->io.poll();
        }
    state.threads.clear();
    state.acceptor.reset();
    state.pause.reset();
    state.lanes.clear();
}

bool Server::isSecure() const
{
    return m_state->shared.tls || m_state->shared.options.behindProxy;
}

std::size_t Server::connections() const
{
    return m_state->occupancy.count();
}

} // namespace gateway::http
