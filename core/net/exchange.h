#pragma once

#include "core/net/httpclient.h"
#include "core/net/oneshotbody.h"

#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

class QNetworkAccessManager;
class QNetworkRequest;

namespace core {

//! One attempt of a request on the wire: its deadlines, its byte count, and the judgement of what came back.
class Exchange : public QObject {
    Q_OBJECT

public:
    Exchange(const HttpRequest &request, const HttpDeadlines &deadlines, QObject *parent);
    ~Exchange() override;

    //! \a prepared has every header and attribute. Called once.
    Async<HttpReply> send(QNetworkAccessManager &network, const QNetworkRequest &prepared);

private:
    bool isChange() const { return m_request.verb != HttpRequest::Verb::Get; }
    bool mayHaveBeenSent() const { return m_sent || (m_body && m_body->wasRead()); }
    QNetworkReply *start(QNetworkAccessManager &network, const QNetworkRequest &prepared);
    void wentOut();
    void gotHeaders();
    void gotBytes();
    void finished();
    void stageEnded();
    void giveUp(Error::Kind kind, const QString &detail);
    std::optional<QString> faultInHeaders() const;
    bool isWhole() const;
    Error transportError() const;

    HttpRequest m_request;
    HttpDeadlines m_deadlines;
    Settle<HttpReply> m_settle;
    std::unique_ptr<OneShotBody> m_body; //!< read by the reply for as long as that lives
    QPointer<QNetworkReply> m_reply;
    QTimer m_stage;
    QTimer m_whole;
    QByteArray m_received;
    std::optional<Error> m_failure; //!< why we ended it ourselves: Qt has one code for every abort
    bool m_sent = false;
    bool m_answering = false;
    bool m_untrusted = false;
};

} // namespace core
