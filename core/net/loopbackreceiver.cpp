#include "core/net/loopbackreceiver.h"

#include "core/base/crypto.h"

#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace core {

LoopbackReceiver::LoopbackReceiver(const Secret &state, const LoopbackLimits &limits, QObject *parent)
    : QObject(parent), m_limits(limits), m_expected{{}, {}, state}
{
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, [this] {
        settle(Error{Error::Kind::TimedOut, u"no redirect came from the browser"_s});
    });
    connect(&m_server, &QTcpServer::newConnection, this, &LoopbackReceiver::connected);
}

LoopbackReceiver::~LoopbackReceiver()
{
    for (auto *socket : m_open)
        socket->disconnect(this);
}

Result<QUrl> LoopbackReceiver::listen()
{
    if (!m_server.listen(QHostAddress::LocalHost))
        return Error{Error::Kind::Offline, u"no port of this computer: "_s + m_server.errorString()};
    m_expected.host = "127.0.0.1:" + QByteArray::number(m_server.serverPort());
    m_expected.path = '/' + QByteArray::fromStdString(crypto::toBase64Url(crypto::randomBytes(16)));
    m_wait.start(m_limits.wait);
    return QUrl(QString::fromLatin1("http://" + m_expected.host + m_expected.path));
}

void LoopbackReceiver::connected()
{
    while (auto *socket = m_server.nextPendingConnection()) {
        if (m_open.size() >= m_limits.connections)
            m_open.first()->abort();
        m_open.append(socket);
        socket->setReadBufferSize(m_limits.longestRequest + 1);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] { m_open.removeOne(socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(m_limits.request, socket, [socket] { socket->abort(); });
    }
}

void LoopbackReceiver::read(QTcpSocket &socket)
{
    const auto seen = socket.peek(m_limits.longestRequest + 1);
    const auto end = seen.indexOf("\r\n\r\n");
    if (end < 0 && seen.size() <= m_limits.longestRequest)
        return;
    std::variant<redirects::Redirect, redirects::Refusal> verdict = redirects::Refusal::TooLong;
    if (m_code.isSettled())
        verdict = redirects::Refusal::TakenAlready;
    else if (end >= 0)
        verdict = redirects::judge(QByteArrayView(seen).first(end + 4), m_expected);

    const auto *redirect = std::get_if<redirects::Redirect>(&verdict);
    socket.readAll(); // what is left unread would break the connection before its answer is read
    socket.disconnect(this);
    m_open.removeOne(&socket);
    socket.write(redirect != nullptr ? redirects::welcome(bool(*redirect))
                                     : redirects::refuse(std::get<redirects::Refusal>(verdict)));
    socket.flush(); // whoever hears of the code may destroy this
    socket.disconnectFromHost();
    if (redirect != nullptr)
        settle(*redirect);
}

void LoopbackReceiver::settle(const redirects::Redirect &redirect)
{
    m_server.close();
    m_wait.stop();
    m_code(redirect);
}

} // namespace core
