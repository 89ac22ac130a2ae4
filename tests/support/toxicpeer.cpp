#include "tests/support/toxicpeer.h"

#include <QRegularExpression>
#include <QSslSocket>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace test {

ToxicPeer::ToxicPeer(Manner manner, std::optional<QSslConfiguration> tls)
    : m_manner(std::move(manner)), m_tls(std::move(tls))
{
    listen(QHostAddress::LocalHost);
}

ToxicPeer::~ToxicPeer()
{
    const auto sockets = findChildren<QTcpSocket *>();
    for (auto *socket : sockets)
        socket->disconnect(this);
}

QUrl ToxicPeer::url(const QString &path) const
{
    return QUrl(u"%1://127.0.0.1:%2%3"_s.arg(m_tls ? u"https"_s : u"http"_s).arg(serverPort()).arg(path));
}

QByteArray ToxicPeer::json(int status, const QByteArray &body, const QByteArray &moreHeaders)
{
    return "HTTP/1.1 " + QByteArray::number(status) +
           " Said\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" +
           moreHeaders + "\r\n" + body;
}

void ToxicPeer::incomingConnection(qintptr handle)
{
    ++m_connections;
    auto *socket = m_tls ? new QSslSocket(this) : new QTcpSocket(this);
    socket->setSocketDescriptor(handle);
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (m_manner.refusesBeforeReading)
        return end(socket);
    if (!m_manner.reads)
        return socket->setReadBufferSize(1);
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    if (auto *secured = qobject_cast<QSslSocket *>(socket)) {
        secured->setSslConfiguration(*m_tls);
        secured->startServerEncryption();
    }
}

void ToxicPeer::read(QTcpSocket *socket)
{
    auto &pending = m_pending[socket];
    const bool hadHeaders = pending.contains("\r\n\r\n");
    pending += socket->readAll();
    const auto headers = pending.indexOf("\r\n\r\n");
    if (headers < 0)
        return;
    // Counted as soon as the header fields are there: a server may act on them alone.
    if (!hadHeaders)
        m_requests.append(pending);
    else
        m_requests.last() = pending;
    static const QRegularExpression length(u"\r\nContent-Length: *(\\d+)"_s, QRegularExpression::CaseInsensitiveOption);
    const auto body = length.match(QString::fromLatin1(pending.first(headers))).captured(1).toLongLong();
    if (pending.size() < headers + 4 + body)
        return;
    m_pending.remove(socket);
    answer(socket);
}

void ToxicPeer::answer(QTcpSocket *socket)
{
    const auto bytes = m_manner.honestAfter >= 0 && requests() > m_manner.honestAfter ? honest() : m_manner.answer;
    if (m_manner.dripInterval > 0)
        return drip(socket, bytes);
    socket->write(bytes);
    if (m_manner.endless) {
        connect(socket, &QTcpSocket::bytesWritten, this, [this, socket] { pour(socket); });
        return;
    }
    end(socket);
}

void ToxicPeer::pour(QTcpSocket *socket)
{
    if (socket->bytesToWrite() < 64 * 1024)
        socket->write(m_manner.answer.last(1024).repeated(64));
}

void ToxicPeer::drip(QTcpSocket *socket, const QByteArray &bytes)
{
    auto *timer = new QTimer(socket);
    connect(timer, &QTimer::timeout, socket, [socket, bytes, sent = 0]() mutable {
        if (sent < bytes.size())
            socket->write(bytes.mid(sent++, 1));
    });
    timer->start(m_manner.dripInterval);
}

void ToxicPeer::end(QTcpSocket *socket) const
{
    switch (m_manner.after) {
    case After::KeepOpen: break;
    case After::Close: socket->disconnectFromHost(); break;
    case After::Reset: {
        socket->flush();
        const linger now{1, 0};
        ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        socket->abort();
        break;
    }
    }
}

} // namespace test
