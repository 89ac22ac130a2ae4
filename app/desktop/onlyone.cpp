#include "app/desktop/onlyone.h"

#include <QLocalSocket>

using namespace Qt::StringLiterals;

OnlyOne::OnlyOne(const QString &dataFolder, QObject *parent)
    : QObject(parent), m_socket(dataFolder + u"/raise.socket"_s), m_lock(dataFolder + u"/lock"_s)
{
    // The lock of a program that was killed is recognized by its process; age says nothing.
    m_lock.setStaleLockTime(std::chrono::milliseconds(0));
}

bool OnlyOne::isFirst()
{
    return m_lock.isLocked() || m_lock.tryLock();
}

void OnlyOne::listen()
{
    QLocalServer::removeServer(m_socket); // of a program that was killed; the lock is ours
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection())
            socket->deleteLater();
        Q_EMIT raiseAsked();
    });
    if (!m_server.listen(m_socket))
        qWarning("a second start cannot raise this window: %s", qPrintable(m_server.errorString()));
}

void OnlyOne::raiseFirst()
{
    auto *socket = new QLocalSocket(this);
    connect(socket, &QLocalSocket::connected, this, [this] { Q_EMIT finished(true); });
    connect(socket, &QLocalSocket::errorOccurred, this, [this] { Q_EMIT finished(false); });
    socket->connectToServer(m_socket);
}
