#pragma once

#include <QHash>
#include <QPointer>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>
#include <optional>

namespace test {

//! A server that does on purpose what networks and servers do by accident. Real sockets, the test's own event loop.
class ToxicPeer : public QTcpServer {
    Q_OBJECT

public:
    enum class After { KeepOpen, Close, Reset };

    //! What happens to each request. The answer is sent as it stands, so it can be anything but HTTP.
    struct Manner {
        QByteArray answer{};
        After after = After::KeepOpen;
        int dripInterval = 0;              //!< milliseconds between two bytes; 0: all at once
        bool endless = false;              //!< repeats the last kilobyte of the answer until the client goes
        bool reads = true;                 //!< false: accepts and lets the request lie
        bool refusesBeforeReading = false; //!< hangs up as soon as a connection is there
        int honestAfter = -1;              //!< from this request on: `honest()`
    };

    explicit ToxicPeer(Manner manner, std::optional<QSslConfiguration> tls = {});
    ~ToxicPeer() override;

    //! http(s)://127.0.0.1:PORT/path
    QUrl url(const QString &path = QStringLiteral("/")) const;
    //! Requests whose header fields arrived, over all connections.
    int requests() const { return static_cast<int>(m_requests.size()); }
    int connections() const { return m_connections; }
    //! A request as it arrived, header fields and body.
    QByteArray request(int number) const { return m_requests.value(number); }

    //! A whole, well-framed answer.
    static QByteArray json(int status, const QByteArray &body, const QByteArray &moreHeaders = {});
    static QByteArray honest() { return json(200, "{}"); }

protected:
    void incomingConnection(qintptr handle) override;

private:
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket);
    void pour(QTcpSocket *socket);
    void drip(QTcpSocket *socket, const QByteArray &bytes);
    void end(QTcpSocket *socket) const;

    Manner m_manner;
    std::optional<QSslConfiguration> m_tls;
    QHash<QTcpSocket *, QByteArray> m_pending;
    QByteArrayList m_requests;
    int m_connections = 0;
};

} // namespace test
