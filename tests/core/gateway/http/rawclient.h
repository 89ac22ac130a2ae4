#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <arpa/inet.h>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace test {

//! A client that says exactly what it is told, well formed or not.
class RawClient {
public:
    explicit RawClient(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~RawClient() { ::close(m_socket); }
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    bool isConnected() const { return m_connected; }
    bool isClosed() const { return m_closed; }
    QByteArray received() const { return m_received; }

    //! False where the server has cut the connection.
    bool send(const QByteArray &bytes)
    {
        for (qsizetype done = 0; done < bytes.size();) {
            const auto count =
                ::send(m_socket, bytes.constData() + done, std::size_t(bytes.size() - done), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            done += count;
        }
        return true;
    }
    void halfClose() { ::shutdown(m_socket, SHUT_WR); }

    //! Reads until \a enough says so, the server closes, or the time is over.
    template <typename Enough>
    bool readUntil(Enough enough, int timeout = 5000)
    {
        QElapsedTimer timer;
        timer.start();
        while (!enough(std::as_const(m_received))) {
            pollfd ready{m_socket, POLLIN, 0};
            const auto left = timeout - timer.elapsed();
            if (m_closed || left <= 0 || ::poll(&ready, 1, int(left)) <= 0)
                return false;
            char buffer[65536];
            const auto count = ::recv(m_socket, buffer, sizeof buffer, 0);
            if (count <= 0)
                m_closed = true;
            else
                m_received.append(buffer, count);
        }
        return true;
    }
    bool readUntilClosed(int timeout = 5000)
    {
        readUntil([](const QByteArray &) { return false; }, timeout);
        return m_closed;
    }
    bool readAnswers(int number)
    {
        return readUntil([number](const QByteArray &in) { return answersIn(in) >= number; });
    }

    //! Whole answers, by their Content-Length (none counts as no body).
    static int answersIn(const QByteArray &in)
    {
        int number = 0;
        for (qsizetype at = 0;;) {
            const auto end = in.indexOf("\r\n\r\n", at);
            if (end < 0)
                return number;
            const auto head = in.mid(at, end - at);
            const auto field = head.indexOf("Content-Length: ");
            at = end + 4;
            if (field >= 0) {
                const auto line = head.mid(field + 16);
                at += line.left(line.indexOf('\r')).toInt();
            }
            if (at > in.size())
                return number;
            if (!head.startsWith("HTTP/1.1 100"))
                ++number;
        }
    }
    int status() const { return m_received.mid(9, 3).toInt(); }

private:
    int m_socket;
    bool m_connected = false;
    bool m_closed = false;
    QByteArray m_received;
};

inline const QByteArray now = "GET /now HTTP/1.1\r\nHost: localhost\r\n\r\n";

//! A request of that line, with a Host.
inline QByteArray request(const QByteArray &line, const QByteArray &rest = "\r\n")
{
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + rest;
}

} // namespace test
