#pragma once

#include "core/net/httpclient.h"

#include <QTimer>

class QNetworkAccessManager;
class QNetworkRequest;

namespace core {

//! What a call needs of the client that runs it.
class Network {
public:
    virtual ~Network() = default;
    virtual QNetworkAccessManager &managerFor(const HttpRequest &request) = 0;
    virtual QNetworkRequest prepare(const HttpRequest &request) const = 0;
    virtual const HttpDeadlines &deadlines() const = 0;
    virtual QDateTime now() const = 0;
    //! Hears every whole answer.
    virtual void note(const HttpReply &reply) = 0;
};

//! A request until its outcome: one exchange, or for a GET a few where the network failed or the server asked for a
//! short pause. Deletes itself when it has ended.
class Call : public QObject {
    Q_OBJECT

public:
    Call(const HttpRequest &request, Network &network, QObject *parent);

    Async<HttpReply> start();

private:
    void attempt();
    void attempted(const Result<HttpReply> &outcome);
    std::optional<std::chrono::milliseconds> pauseAfter(const Result<HttpReply> &outcome) const;

    HttpRequest m_request;
    Network &m_network;
    Settle<HttpReply> m_settle;
    QTimer m_pause;
    int m_repeated = 0;
};

} // namespace core
