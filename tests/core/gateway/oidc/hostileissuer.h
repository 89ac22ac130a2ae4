#pragma once

#include "core/gateway/http/server.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <map>
#include <mutex>
#include <vector>

namespace test {

//! An OpenID provider that says whatever a test wants it to say, over a real connection.
class HostileIssuer final : public gateway::http::Service {
public:
    //! Says of itself what is true: its endpoints are /authorize, /token, /keys and /userinfo.
    HostileIssuer();
    ~HostileIssuer() override;

    QString address() const { return m_address; }
    QJsonObject discovery() const;

    void say(const QByteArray &path, const QJsonObject &body, int status = 200);
    void say(const QByteArray &path, const QByteArray &body, int status = 200);
    void redirect(const QByteArray &path, const QByteArray &target);
    //! From now on nothing is answered there.
    void keepSilent(const QByteArray &path);

    std::vector<gateway::http::Request> requests(const QByteArray &path) const;

    bool answerNow(const gateway::http::RequestView &request, bool keepAlive, std::string &out) override;
    void handle(gateway::http::Request request, gateway::http::Reply reply) override;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, gateway::http::Response> m_answers;
    std::map<std::string, std::vector<gateway::http::Request>> m_requests;
    std::vector<gateway::http::Reply> m_silent;
    gateway::http::Server m_server;
    QString m_address;
};

} // namespace test
