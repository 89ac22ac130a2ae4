#include "tests/core/gateway/api/streamclient.h"

#include "tests/core/gateway/api/recording.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <algorithm>

namespace test {

StreamClient::StreamClient(const QUrl &gateway, const QString &organization, const QByteArray &session,
                           const QByteArray &lastId)
    : m_lastId(lastId)
{
    auto request = "GET /api/v1/organizations/" + organization.toLatin1() +
                   "/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n";
    if (!session.isEmpty())
        request += "Cookie: keysteward_session=" + session + "\r\n";
    if (!lastId.isEmpty())
        request += "Last-Event-ID: " + lastId + "\r\n";
    m_socket.connectToHost(gateway.host(), static_cast<quint16>(gateway.port()));
    if (!m_socket.waitForConnected(5000))
        return;
    m_socket.write(request + "\r\n");
    readUntil([this] { return !m_head.isEmpty(); });
    Reply reply;
    reply.status = status();
    for (const auto &line : m_head.split('\n').mid(1))
        reply.headers[line.left(line.indexOf(':')).trimmed().toLower()] = line.mid(line.indexOf(':') + 1).trimmed();
    reply.body = reply.status == 200 ? QByteArray() : m_in;
    record(request, reply);
}

bool StreamClient::readUntil(const std::function<bool()> &enough, int timeout)
{
    QElapsedTimer timer;
    timer.start();
    for (take(); !enough(); take()) {
        const auto left = timeout - static_cast<int>(timer.elapsed());
        if (m_socket.state() != QAbstractSocket::ConnectedState || left <= 0)
            return false;
        m_socket.waitForReadyRead(left);
    }
    return true;
}

bool StreamClient::hears(const QByteArray &name, int count)
{
    return readUntil([&] { return events(name).size() >= count; });
}

bool StreamClient::hearsTheEnd(int timeout)
{
    return readUntil([this] { return m_socket.state() != QAbstractSocket::ConnectedState; }, timeout);
}

QList<StreamEvent> StreamClient::events(const QByteArray &name) const
{
    QList<StreamEvent> found;
    std::copy_if(m_events.begin(), m_events.end(), std::back_inserter(found),
                 [&](const StreamEvent &event) { return event.name == name; });
    return found;
}

void StreamClient::freeze()
{
    take();
    m_socket.setReadBufferSize(1);
}

void StreamClient::take()
{
    m_in += m_socket.readAll();
    if (m_head.isEmpty()) {
        const auto end = m_in.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        m_head = m_in.left(end);
        m_in.remove(0, end + 4);
    }
    if (status() != 200)
        return;
    for (auto end = m_in.indexOf("\r\n"); end >= 0 && !m_ended; end = m_in.indexOf("\r\n")) {
        const auto size = m_in.left(end).toInt(nullptr, 16);
        if (m_in.size() < end + 2 + size + 2)
            break;
        m_ended = size == 0;
        m_text += m_in.mid(end + 2, size);
        m_in.remove(0, end + 2 + size + 2);
    }
    for (auto end = m_text.indexOf('\n'); end >= 0; end = m_text.indexOf('\n')) {
        takeLine(m_text.left(end));
        m_text.remove(0, end + 1);
    }
}

void StreamClient::takeLine(const QByteArray &line)
{
    const auto colon = line.indexOf(": ");
    const auto field = line.left(colon);
    const auto value = line.mid(colon + 2);
    if (line.startsWith(':')) {
        ++m_comments;
    } else if (field == "event") {
        m_event.name = value;
    } else if (field == "id") {
        m_lastId = value;
    } else if (field == "data") {
        m_event.data = QJsonDocument::fromJson(value).object();
        m_hasData = true;
    } else if (line.isEmpty()) {
        m_event.id = m_lastId;
        if (m_hasData)
            m_events += m_event;
        m_event = {};
        m_hasData = false;
    }
}

} // namespace test
