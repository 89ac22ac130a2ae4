#include "core/net/exchange.h"

#include "core/net/replies.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QSslError>

using namespace Qt::StringLiterals;

namespace core {

namespace {

bool isAnyStatusError(QNetworkReply::NetworkError error)
{
    // From 201 on Qt's codes restate the HTTP status, except for these, which are about the transport.
    return error >= QNetworkReply::ContentAccessDenied && error != QNetworkReply::ContentReSendError &&
           error != QNetworkReply::ProtocolUnknownError && error != QNetworkReply::ProtocolFailure;
}

bool isLength(const QByteArray &text)
{
    bool fits = false;
    return text.toLongLong(&fits) >= 0 && fits && text.at(0) != '+' && text.at(0) != '-';
}

} // namespace

Exchange::Exchange(const HttpRequest &request, const HttpDeadlines &deadlines, QObject *parent)
    : QObject(parent), m_request(request), m_deadlines(deadlines)
{
    m_stage.setSingleShot(true);
    m_whole.setSingleShot(true);
    connect(&m_stage, &QTimer::timeout, this, &Exchange::stageEnded);
    connect(&m_whole, &QTimer::timeout, this, [this] { giveUp(Error::Kind::TimedOut, u"the answer took too long"_s); });
}

Exchange::~Exchange()
{
    // Before the body, which it reads from.
    if (m_reply) {
        m_reply->disconnect(this);
        delete m_reply;
    }
}

Async<HttpReply> Exchange::send(QNetworkAccessManager &network, const QNetworkRequest &prepared)
{
    m_reply = start(network, prepared);
    m_reply->setParent(this);
    connect(m_reply, &QNetworkReply::requestSent, this, &Exchange::wentOut);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::gotHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::gotBytes);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this] { m_untrusted = true; });
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::finished);
    connect(m_reply, &QObject::destroyed, this, [this] { m_settle(Error{Error::Kind::Cancelled}); });
    m_stage.start(m_deadlines.connect);
    m_whole.start(m_deadlines.whole);
    return m_settle.operation();
}

QNetworkReply *Exchange::start(QNetworkAccessManager &network, const QNetworkRequest &prepared)
{
    if (!isChange() && !m_request.isForeign)
        return network.get(prepared);
    // Never without a body: only one that cannot be read again keeps Qt from sending the request again.
    const auto whole = !isChange() ? QByteArray() : m_request.body.isEmpty() ? QByteArrayLiteral("{}") : m_request.body;
    m_body = std::make_unique<OneShotBody>(whole);
    QNetworkRequest request(prepared);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setHeader(QNetworkRequest::ContentLengthHeader, m_body->bytesAvailable());
    if (isChange())
        request.setHeader(QNetworkRequest::ContentTypeHeader, m_request.contentType);
    switch (m_request.verb) {
    case HttpRequest::Verb::Get: return network.sendCustomRequest(request, "GET", m_body.get());
    case HttpRequest::Verb::Post: break;
    case HttpRequest::Verb::Patch: return network.sendCustomRequest(request, "PATCH", m_body.get());
    case HttpRequest::Verb::Delete: return network.sendCustomRequest(request, "DELETE", m_body.get());
    }
    return network.post(request, m_body.get());
}

void Exchange::wentOut()
{
    m_sent = true;
    if (!m_answering)
        m_stage.start(m_deadlines.firstByte);
}

void Exchange::gotHeaders()
{
    m_sent = true;
    m_answering = true;
    m_stage.stop();
    if (const auto fault = faultInHeaders())
        giveUp(Error::Kind::Protocol, *fault);
}

std::optional<QString> Exchange::faultInHeaders() const
{
    const int status = replies::statusOf(*m_reply);
    // Beyond 100 fields or about 100 KiB Qt drops all of them and calls it a success.
    if (m_reply->rawHeaderPairs().isEmpty())
        return u"an answer without headers"_s;
    if (status < 200 || status > 599)
        return u"status %1"_s.arg(status);
    if (status >= 300 && status < 400 && !m_request.isForeign)
        return u"a redirect (%1), which is never followed"_s.arg(status);
    // Of a server that is not ours the status counts, and its body is at most quoted.
    const auto encoding = m_reply->rawHeader("Content-Encoding").toLower();
    if (!m_request.isForeign && !encoding.isEmpty() && encoding != "identity")
        return u"an encoded body, which nobody asked for"_s;
    if (status == 204)
        return std::nullopt;
    const auto length = m_reply->rawHeader("Content-Length");
    const auto transfer = m_reply->rawHeader("Transfer-Encoding").toLower();
    if (m_request.isForeign && length.isEmpty() && transfer.isEmpty())
        return std::nullopt; // it ends with the connection
    if (length.isEmpty() == transfer.isEmpty() || (!transfer.isEmpty() && transfer != "chunked"))
        return u"a body whose end is not declared"_s;
    if (!length.isEmpty() && !isLength(length))
        return u"an unreadable length"_s;
    if (length.toLongLong() > m_request.largestBody)
        return u"a body of %1 bytes"_s.arg(length.toLongLong());
    return std::nullopt;
}

void Exchange::gotBytes()
{
    if (m_failure)
        return;
    m_received += m_reply->readAll();
    if (m_received.size() > m_request.largestBody)
        giveUp(Error::Kind::Protocol, u"a body of more than %1 bytes"_s.arg(m_request.largestBody));
}

void Exchange::stageEnded()
{
    if (mayHaveBeenSent())
        giveUp(Error::Kind::TimedOut, u"no answer"_s);
    else
        giveUp(Error::Kind::Offline, u"no connection in time"_s);
}

void Exchange::giveUp(Error::Kind kind, const QString &detail)
{
    if (m_failure)
        return;
    const bool unknown = kind == Error::Kind::TimedOut && isChange() && mayHaveBeenSent();
    m_failure = Error{unknown ? Error::Kind::OutcomeUnknown : kind, detail};
    // Queued, since Qt may be in the middle of handing out this reply's headers or bytes. It ends in finished().
    QMetaObject::invokeMethod(m_reply, &QNetworkReply::abort, Qt::QueuedConnection);
}

void Exchange::finished()
{
    m_stage.stop();
    m_whole.stop();
    if (m_reply->isOpen())
        gotBytes();
    if (!m_failure && isWhole()) {
        // A whole answer can come without metaDataChanged having been told.
        if (const auto fault = faultInHeaders())
            m_failure = Error{Error::Kind::Protocol, *fault};
        else
            return m_settle(replies::read(*m_reply, m_received));
    }
    m_settle(m_failure ? *m_failure : transportError());
}

bool Exchange::isWhole() const
{
    const int status = replies::statusOf(*m_reply);
    const auto error = m_reply->error();
    if (m_request.isForeign && status >= 300 && status < 400)
        return true; // where it leads says all, and Qt minds that the body cannot be sent there
    if (status == 0 || !(error == QNetworkReply::NoError || (status >= 400 && isAnyStatusError(error))))
        return false;
    const auto length = m_reply->rawHeader("Content-Length");
    return status == 204 || length.isEmpty() || length.toLongLong() == m_received.size();
}

Error Exchange::transportError() const
{
    const auto broken = replies::brokenBy(*m_reply, m_untrusted);
    if (broken.kind != Error::Kind::Insecure && isChange() && mayHaveBeenSent())
        return {Error::Kind::OutcomeUnknown, broken.detail};
    return broken;
}

} // namespace core
