#include "core/net/httpstream.h"

#include "core/net/replies.h"

#include <QNetworkRequest>

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! What may lie unread; more waits at the server.
constexpr qint64 readAhead = 256 * 1024;
constexpr qint64 longestRefusal = 64 * 1024;

} // namespace

HttpStream::HttpStream(std::unique_ptr<QNetworkReply> reply, const HttpDeadlines &deadlines)
    : m_reply(std::move(reply)), m_deadlines(deadlines)
{
    m_reply->setParent(nullptr);
    m_reply->setReadBufferSize(readAhead);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(Error{Error::Kind::TimedOut, u"silence"_s}); });
    connect(m_reply.get(), &QNetworkReply::requestSent, this, [this] { m_deadline.start(m_deadlines.firstByte); });
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, &HttpStream::gotHeaders);
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &HttpStream::gotBytes);
    connect(m_reply.get(), &QNetworkReply::sslErrors, this, [this] { m_untrusted = true; });
    connect(m_reply.get(), &QNetworkReply::finished, this, &HttpStream::closed);
    m_deadline.start(m_deadlines.connect);
}

HttpStream::HttpStream(const Error &fault)
{
    QTimer::singleShot(0, this, [this, fault] { end(fault); });
}

HttpStream::~HttpStream()
{
    if (m_reply)
        m_reply->disconnect(this);
}

void HttpStream::gotHeaders()
{
    if (m_hasEnded || m_hasBegun)
        return;
    m_deadline.start(m_deadlines.silence);
    const int status = replies::statusOf(*m_reply);
    // Beyond 100 fields or about 100 KiB Qt drops all of them and calls it a success.
    if (m_reply->rawHeaderPairs().isEmpty() || status < 200 || (status >= 300 && status < 400))
        return end(Error{Error::Kind::Protocol, u"status %1"_s.arg(status)});
    if (status != 200)
        return;
    const auto type = m_reply->rawHeader("Content-Type").toLower();
    const auto encoding = m_reply->rawHeader("Content-Encoding").toLower();
    if ((type != "text/event-stream" && !type.startsWith("text/event-stream;")) ||
        (!encoding.isEmpty() && encoding != "identity"))
        return end(Error{Error::Kind::Protocol, u"an answer that is no stream of events"_s});
    m_hasBegun = true;
    Q_EMIT began();
}

void HttpStream::gotBytes()
{
    if (m_hasEnded)
        return;
    const auto bytes = m_reply->readAll();
    if (m_hasBegun) {
        m_deadline.start(m_deadlines.silence);
        Q_EMIT received(bytes);
        return;
    }
    m_refusal += bytes;
    if (m_refusal.size() > longestRefusal)
        end(Error{Error::Kind::Protocol, u"a refusal of more than %1 bytes"_s.arg(longestRefusal)});
}

void HttpStream::closed()
{
    gotBytes();
    const auto status = replies::statusOf(*m_reply);
    if (m_hasBegun)
        end(Error{Error::Kind::Offline, u"the stream ended"_s});
    else if (status >= 400)
        end(replies::read(*m_reply, m_refusal));
    else
        end(replies::brokenBy(*m_reply, m_untrusted));
}

void HttpStream::end(const Result<HttpReply> &refusal)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_deadline.stop();
    Q_EMIT ended(refusal);
}

} // namespace core
