#include "core/gateway/http/sockets.h"

#include "core/gateway/http/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace gateway::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t mostToDiscard = 1024 * 1024;

//! What both kinds do with the bare socket.
class SocketConnection : public Connection {
public:
    using Connection::Connection;

protected:
    virtual tcp::socket &socket() = 0;

    void close() final
    {
        error_code ignored;
        socket().close(ignored);
    }

    void watchPeer([[maybe_unused]] std::chrono::milliseconds patience) final
    {
#ifdef TCP_USER_TIMEOUT
        const auto time = static_cast<unsigned>(patience.count());
        ::setsockopt(socket().native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &time, sizeof time);
#endif
    }

    //! Sends the end and takes what still comes, up to a measure; the phase's deadline ends it at the latest.
    void discardUntilClosed()
    {
        error_code error;
        socket().shutdown(tcp::socket::shutdown_send, error);
        if (error)
            return close();
        waitToDiscard();
    }

private:
    void waitToDiscard()
    {
        socket().async_wait(tcp::socket::wait_read, [this, self = shared_from_this()](const error_code &error) {
            if (!error)
                discard();
        });
    }
    void discard()
    {
        error_code error;
        const auto count = socket().read_some(asio::buffer(lane().scratch), error);
        m_discarded += count;
        const bool goesOn = !error || error == asio::error::would_block;
        if (!goesOn || m_discarded > mostToDiscard)
            return close();
        waitToDiscard();
    }

    std::size_t m_discarded = 0;
};

class PlainConnection final : public SocketConnection {
public:
    PlainConnection(const std::shared_ptr<Lane> &lane, tcp::socket socket, std::string address)
        : SocketConnection(lane, std::move(address)), m_socket(std::move(socket))
    {
    }
    void start() { opened(); }

protected:
    tcp::socket &socket() override { return m_socket; }

    //! A thousand idle clients own little: what is more than a usual request goes through the lane's buffer.
    void receive() override
    {
        m_socket.async_read_some(
            asio::buffer(m_first), [this, self = shared_from_this()](const error_code &error, std::size_t count) {
                if (error)
                    ended();
                else
                    received(count < m_first.size() ? std::string_view(m_first.data(), count) : withRest());
            });
    }

    bool send(const std::string &bytes) override
    {
        error_code error;
        const auto count = m_socket.write_some(asio::buffer(bytes), error);
        if (!error && count == bytes.size())
            return true;
        if (error && error != asio::error::would_block) {
            close();
            return false;
        }
        asio::async_write(
            m_socket, asio::buffer(bytes.data() + count, bytes.size() - count),
            [this, self = shared_from_this()](const error_code &failed, std::size_t) { failed ? ended() : sent(); });
        return false;
    }

    void finish() override { discardUntilClosed(); }

private:
    //! What else has come, behind what filled the first buffer.
    std::string_view withRest()
    {
        auto &all = lane().scratch;
        std::copy(m_first.begin(), m_first.end(), all.begin());
        error_code ignored; // the next receive tells it, too
        const auto count = m_socket.read_some(asio::buffer(asio::buffer(all) + m_first.size()), ignored);
        return {all.data(), m_first.size() + count};
    }

    tcp::socket m_socket;
    std::array<char, 1024> m_first;
};

class TlsConnection final : public SocketConnection {
public:
    TlsConnection(const std::shared_ptr<Lane> &lane, tcp::socket socket, std::string address,
                  asio::ssl::context &context)
        : SocketConnection(lane, std::move(address)), m_stream(std::move(socket), context)
    {
    }
    void start()
    {
        m_stream.async_handshake(
            asio::ssl::stream_base::server,
            [this, self = shared_from_this()](const error_code &error) { error ? ended() : opened(); });
    }

protected:
    tcp::socket &socket() override { return m_stream.next_layer(); }

    void receive() override
    {
        m_stream.async_read_some(asio::buffer(m_buffer),
                                 [this, self = shared_from_this()](const error_code &error, std::size_t count) {
                                     if (error)
                                         ended();
                                     else
                                         received({m_buffer.data(), count});
                                 });
    }

    bool send(const std::string &bytes) override
    {
        asio::async_write(
            m_stream, asio::buffer(bytes),
            [this, self = shared_from_this()](const error_code &error, std::size_t) { error ? ended() : sent(); });
        return false;
    }

    void finish() override
    {
        m_stream.async_shutdown([this, self = shared_from_this()](const error_code &) { discardUntilClosed(); });
    }

private:
    asio::ssl::stream<tcp::socket> m_stream;
    std::array<char, 8192> m_buffer;
};

} // namespace

void servePlain(const std::shared_ptr<Lane> &lane, tcp::socket socket, std::string address)
{
    std::make_shared<PlainConnection>(lane, std::move(socket), std::move(address))->start();
}

void serveTls(const std::shared_ptr<Lane> &lane, tcp::socket socket, std::string address, asio::ssl::context &context)
{
    std::make_shared<TlsConnection>(lane, std::move(socket), std::move(address), context)->start();
}

} // namespace gateway::http
