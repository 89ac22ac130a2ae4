#include "core/backend/betterauth/betterauthbackend.h"

#include "core/backend/betterauth/authanswers.h"
#include "core/backend/urlquery.h"
#include "core/base/clock.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace core {

namespace {

// A server whose cap was raised lists all keys at once, half a kilobyte each.
constexpr qint64 largestList = 64 * 1024 * 1024;

} // namespace

BetterAuthBackend::BetterAuthBackend(HttpClient &http, const QUrl &server) : Backend(server), m_http(http) {}

Capabilities BetterAuthBackend::capabilities() const
{
    Capabilities can;
    can.scopes = Capabilities::Scopes::Fixed;
    can.rotation = Capabilities::Rotation::Emulated;
    can.keepsNotes = false;
    can.tellsCreator = false;
    can.tellsActivity = false;
    can.streams = false;
    can.findsByHash = false;
    can.confirms = false;
    can.repeats = false;
    can.tellsTokenUse = false;
    can.remembersEnded = false;
    can.longestName = 32;
    return can;
}

HttpRequest BetterAuthBackend::request(HttpRequest::Verb verb, const QString &path) const
{
    HttpRequest request;
    request.verb = verb;
    request.url = address().adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    request.url.setPath(request.url.path() + u"/api/auth/"_s + path);
    request.largestBody = largestList;
    return request;
}

HttpRequest BetterAuthBackend::get(const QString &path, const Query &parameters) const
{
    auto question = request(HttpRequest::Verb::Get, path);
    QUrlQuery query;
    for (const auto &[name, value] : parameters)
        addEncoded(query, name, value);
    question.url.setQuery(query);
    return question;
}

HttpRequest BetterAuthBackend::post(const QString &path, const QJsonObject &body) const
{
    auto change = request(HttpRequest::Verb::Post, path);
    change.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    // Whoever sends cookies must say that the request is no other site's.
    const auto origin = address().adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    change.headers.append({"Origin", origin.toEncoded()});
    return change;
}

Async<HttpReply> BetterAuthBackend::send(HttpRequest request)
{
    AuthSession::from(currentSession()).addTo(request);
    return andThen(m_http.send(request), [this, asked = currentSession()](const HttpReply &reply) {
        if (reply.serverTime.isValid())
            m_ahead = std::chrono::seconds(SystemClock().now().secsTo(reply.serverTime));
        if (reply.status == 401)
            return judgeRefusal(reply);
        if (hasSession() && asked == currentSession()) {
            auto session = AuthSession::from(asked);
            session.take(reply);
            setSession(session.kept());
        }
        return ready<HttpReply>(reply);
    });
}

Async<HttpReply> BetterAuthBackend::judgeRefusal(const HttpReply &refusal)
{
    const auto error = authanswers::error(refusal);
    if (error.kind != Error::Kind::Unauthorized || !hasSession())
        return ready<HttpReply>(error);
    return andThen(session(), [error](const SignedIn &) {
        return Result<HttpReply>(
            Error{Error::Kind::Protocol, u"refused although the session goes on: "_s + error.detail});
    });
}

Async<QJsonObject> BetterAuthBackend::ask(const HttpRequest &request)
{
    return andThen(send(request), [](const HttpReply &reply) { return authanswers::object(reply); });
}

bool BetterAuthBackend::isPerson(const QString &organizationId) const
{
    return AuthSession::from(currentSession()).personId() == organizationId;
}

} // namespace core
