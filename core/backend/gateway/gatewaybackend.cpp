#include "core/backend/gateway/gatewaybackend.h"

#include "core/backend/gateway/answers.h"
#include "core/backend/gateway/keyanswers.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qint64 largestAnswerToAChange = 64 * 1024;

} // namespace

GatewayBackend::GatewayBackend(HttpClient &http, const QUrl &gateway) : Backend(gateway), m_http(http) {}

HttpRequest GatewayBackend::request(HttpRequest::Verb verb, const QStringList &path, const QJsonObject &body) const
{
    HttpRequest request;
    request.verb = verb;
    request.url = address().adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    request.url.setPath(request.url.path() + u"/api/v1/"_s + path.join(u'/'));
    if (verb != HttpRequest::Verb::Get) {
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        request.largestBody = largestAnswerToAChange;
    }
    if (hasSession()) {
        QByteArray cookie("keysteward_session=");
        cookie.append(currentSession().reveal().data(), static_cast<qsizetype>(currentSession().size()));
        request.secretHeaders.append({"Cookie", Secret::take(std::move(cookie))});
    }
    return request;
}

Async<QJsonObject> GatewayBackend::ask(const HttpRequest &request, int status)
{
    return andThen(m_http.send(request), [status](const HttpReply &reply) { return answers::object(reply, status); });
}

Async<> GatewayBackend::tell(const HttpRequest &request)
{
    return andThen(m_http.send(request), [](const HttpReply &reply) { return answers::nothing(reply); });
}

Async<Key> GatewayBackend::askForKey(const HttpRequest &request, const QString &keyId)
{
    return andThen(ask(request, 200), [keyId](const QJsonObject &answer) { return answers::key(answer, keyId); });
}

} // namespace core
