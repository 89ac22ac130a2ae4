#include "tests/core/services/tokencaller.h"

#include "tests/support/check.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace test {

std::optional<core::HttpReply>
TokenCaller::send(const QString &path, QList<std::pair<QByteArray, core::Secret>> secrets, const QByteArray &body)
{
    core::HttpRequest request;
    request.verb = body.isEmpty() ? core::HttpRequest::Verb::Get : core::HttpRequest::Verb::Post;
    request.url = m_gateway.address();
    request.url.setPath(u"/api/v1/"_s + path);
    request.body = body;
    request.secretHeaders = std::move(secrets);
    const auto reply = wait(m_http.send(request));
    return reply ? std::optional(*reply) : std::nullopt;
}

bool TokenCaller::readToken()
{
    const auto password = m_gateway.password();
    const QJsonObject proof{{u"email"_s, m_gateway.email()},
                            {u"password"_s, QString::fromUtf8(password.reveal().data(), qsizetype(password.size()))}};
    const auto session = send(u"session"_s, {}, QJsonDocument(proof).toJson());
    if (!session || session->sessionCookie.isEmpty())
        return false;
    const auto cookie = "keysteward_session=" + std::string(session->sessionCookie.reveal());
    const auto answer = send(u"personal-token"_s, {{"Cookie", core::Secret::copy(cookie)}});
    if (!answer || answer->status != 200)
        return false;
    const auto token = QJsonDocument::fromJson(answer->body)[u"token"].toString().toStdString();
    m_token = core::Secret::copy("Bearer " + token);
    return !token.empty();
}

int TokenCaller::call()
{
    const auto reply = send(u"organizations"_s, {{"Authorization", m_token}});
    return reply ? reply->status : 0;
}

} // namespace test
