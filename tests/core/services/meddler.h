#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace test {

//! Stands between the app and a gateway on loopback, passes bytes on, and meddles with requests whose first line
//! contains a text: swallows them, or lets them through and cuts the connection when the answer comes.
class Meddler : public QObject {
    Q_OBJECT

public:
    enum class Act { LoseReply, LoseRequest };

    explicit Meddler(const QUrl &upstream);

    QUrl address() const;
    //! The next \a times requests whose first line contains \a inFirstLine.
    void meddle(Act act, const QByteArray &inFirstLine, int times);
    //! From now on nothing passes on the connections there are, and nobody is told: as behind a dead network.
    void freeze();
    int meddled() const { return m_meddled; }
    //! Everything that was sent towards the gateway.
    QByteArray requests() const { return m_requests; }
    int requestsWith(const QByteArray &inFirstLine) const { return int(m_requests.count(inFirstLine)); }

private:
    void accept();
    void request(QTcpSocket *client, QTcpSocket *gateway);

    QUrl m_upstream;
    QTcpServer m_server;
    Act m_act = Act::LoseReply;
    QByteArray m_inFirstLine;
    QByteArray m_requests;
    int m_left = 0;
    int m_meddled = 0;
};

} // namespace test
