#include "tests/core/gateway/oidc/hostileissuer.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace test {

HostileIssuer::HostileIssuer() : m_server({}, *this)
{
    const auto started = m_server.start();
    m_address = u"http://127.0.0.1:%1"_s.arg(started.port);
    say("/.well-known/openid-configuration", discovery());
}

HostileIssuer::~HostileIssuer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_silent.clear();
    }
    m_server.stop();
}

QJsonObject HostileIssuer::discovery() const
{
    return {{u"issuer"_s, m_address},
            {u"authorization_endpoint"_s, m_address + u"/authorize"_s},
            {u"token_endpoint"_s, m_address + u"/token"_s},
            {u"jwks_uri"_s, m_address + u"/keys"_s},
            {u"userinfo_endpoint"_s, m_address + u"/userinfo"_s}};
}

void HostileIssuer::say(const QByteArray &path, const QJsonObject &body, int status)
{
    say(path, QJsonDocument(body).toJson(QJsonDocument::Compact), status);
}

void HostileIssuer::say(const QByteArray &path, const QByteArray &body, int status)
{
    gateway::http::Response response;
    response.status = status;
    response.body = body.toStdString();
    const std::lock_guard lock(m_mutex);
    m_answers[path.toStdString()] = response;
}

void HostileIssuer::redirect(const QByteArray &path, const QByteArray &target)
{
    gateway::http::Response response;
    response.status = 302;
    response.headers = {{"Location", target.toStdString()}};
    const std::lock_guard lock(m_mutex);
    m_answers[path.toStdString()] = response;
}

void HostileIssuer::keepSilent(const QByteArray &path)
{
    const std::lock_guard lock(m_mutex);
    m_answers.erase(path.toStdString());
}

std::vector<gateway::http::Request> HostileIssuer::requests(const QByteArray &path) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_requests.find(path.toStdString());
    return found == m_requests.end() ? std::vector<gateway::http::Request>() : found->second;
}

bool HostileIssuer::answerNow(const gateway::http::RequestView &, bool, std::string &)
{
    return false;
}

void HostileIssuer::handle(gateway::http::Request request, gateway::http::Reply reply)
{
    const std::lock_guard lock(m_mutex);
    m_requests[request.path].push_back(request);
    const auto found = m_answers.find(request.path);
    if (found == m_answers.end())
        m_silent.push_back(std::move(reply));
    else
        reply(found->second);
}

} // namespace test
