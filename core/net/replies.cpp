#include "core/net/replies.h"

#include "core/net/headers.h"

using namespace Qt::StringLiterals;

namespace core::replies {

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

HttpReply read(const QNetworkReply &reply, const QByteArray &body)
{
    HttpReply answer;
    answer.status = statusOf(reply);
    answer.body = body;
    for (const auto &[name, value] : reply.rawHeaderPairs()) {
        const auto lower = name.toLower();
        if (lower == "set-cookie") {
            answer.sessionCookie = headers::sessionCookie(value);
            answer.cookies = headers::cookies(value);
        } else if (lower == "set-auth-token") {
            answer.sessionToken = Secret::copy({value.constData(), static_cast<std::size_t>(value.size())});
        } else {
            answer.headers.append({lower, value});
        }
    }
    answer.serverTime = headers::date(answer.header("date"));
    return answer;
}

Error brokenBy(const QNetworkReply &reply, bool untrusted)
{
    if (untrusted || reply.error() == QNetworkReply::SslHandshakeFailedError)
        return {Error::Kind::Insecure, u"the certificate or the handshake was refused"_s};
    // Not errorString(): it holds the whole address and the server's own words.
    const auto detail = u"network error %1"_s.arg(reply.error());
    if (reply.error() == QNetworkReply::ProtocolFailure || reply.error() == QNetworkReply::NoError)
        return {Error::Kind::Protocol, detail};
    return {Error::Kind::Offline, detail};
}

} // namespace core::replies
