#pragma once

#include "core/gateway/http/message.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gateway::http {

struct Limits {
    std::size_t headBytes = 16 * 1024;  //!< request line and headers; more: 431
    std::size_t headers = 100;          //!< more: 431
    std::size_t targetBytes = 4 * 1024; //!< more: 414
    std::size_t bodyBytes = 64 * 1024;  //!< more: 413
    std::size_t connections = 1024;     //!< more: 503 and closed
    //! More: closed. Not for loopback and not behind a proxy, where all clients share one address.
    std::size_t connectionsPerAddress = 64;
    std::size_t streamBytes = 256 * 1024; //!< that wait for a stream's client; more: cut
};

//! Each counts from the first byte (or the head's end), whatever trickles in meanwhile; then the connection is cut.
struct Deadlines {
    std::chrono::milliseconds idle{15000};
    std::chrono::milliseconds head{10000}; //!< also: the TLS handshake
    std::chrono::milliseconds body{10000};
    std::chrono::milliseconds write{10000};
    std::chrono::milliseconds peer{30000}; //!< until a stream's client that acknowledges nothing counts as gone
    std::chrono::milliseconds stop{5000};  //!< what `stop` gives the requests under way
};

struct Options {
    std::string address = "127.0.0.1"; //!< an IP address
    std::uint16_t port = 0;            //!< 0: a free one
    unsigned threads = 1;
    std::string certificateFile; //!< PEM, with its chain; with keyFile: TLS
    std::string keyFile;
    bool plainAnywhere = false; //!< also off loopback, without TLS: for what is no secret
    bool behindProxy = false;   //!< a proxy in front speaks TLS and sets X-Forwarded-Proto and -For
    //! Names served beside loopback's and the listen address, without port. "*": any. With TLS the certificate's
    //! names are served too.
    std::vector<std::string> hosts;
    Limits limits;
    Deadlines deadlines;
};

struct Started {
    std::uint16_t port = 0;
    std::string error; //!< why it did not start, in words for a person; empty where it did

    explicit operator bool() const { return error.empty(); }
};

//! The gateway's HTTP/1.1 server: Boost.Beast's parser on asio sockets, threads of its own. What Beast leaves to the
//! application is refused here (see RequestReader).
class Server {
public:
    //! \a service outlives the Server.
    Server(Options options, Service &service);
    //! Stops.
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    //! Listens and returns at once. Refuses plain HTTP on anything but loopback.
    Started start();
    //! Takes no new connections, finishes the requests under way within Deadlines::stop, then returns. A Reply that
    //! comes later is dropped. May be called twice.
    void stop();

    bool isSecure() const;
    std::size_t connections() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace gateway::http
