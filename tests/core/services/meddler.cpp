#include "tests/core/services/meddler.h"

using namespace Qt::StringLiterals;

namespace test {

Meddler::Meddler(const QUrl &upstream) : m_upstream(upstream)
{
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, &Meddler::accept);
}

QUrl Meddler::address() const
{
    QUrl url = m_upstream;
    url.setPort(m_server.serverPort());
    return url;
}

void Meddler::meddle(Act act, const QByteArray &inFirstLine, int times)
{
    m_act = act;
    m_inFirstLine = inFirstLine;
    m_left = times;
    m_meddled = 0;
}

void Meddler::freeze()
{
    for (auto *client : findChildren<QTcpSocket *>(QString(), Qt::FindDirectChildrenOnly))
        client->setProperty("frozen", true);
}

void Meddler::accept()
{
    while (auto *client = m_server.nextPendingConnection()) {
        client->setParent(this);
        auto *gateway = new QTcpSocket(client);
        connect(client, &QTcpSocket::readyRead, gateway, [this, client, gateway] { request(client, gateway); });
        connect(gateway, &QTcpSocket::readyRead, client, [this, client, gateway] {
            if (client->property("frozen").toBool())
                return;
            const auto answer = gateway->readAll();
            if (!client->property("cut").toBool()) {
                client->write(answer);
                return;
            }
            ++m_meddled;
            client->abort();
        });
        connect(gateway, &QTcpSocket::disconnected, client, [client] {
            if (!client->property("frozen").toBool())
                client->disconnectFromHost();
        });
        connect(gateway, &QTcpSocket::errorOccurred, client, [client](QTcpSocket::SocketError error) {
            if (error == QTcpSocket::ConnectionRefusedError)
                client->abort();
        });
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        gateway->connectToHost(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(m_upstream.port()));
    }
}

void Meddler::request(QTcpSocket *client, QTcpSocket *gateway)
{
    if (client->property("frozen").toBool())
        return;
    const auto bytes = client->readAll();
    m_requests += bytes;
    const auto firstLine = bytes.left(bytes.indexOf('\r'));
    if (m_left > 0 && firstLine.contains(m_inFirstLine)) {
        --m_left;
        if (m_act == Act::LoseRequest) {
            ++m_meddled;
            return client->abort();
        }
        client->setProperty("cut", true);
    }
    gateway->write(bytes);
}

} // namespace test
