#include "core/gateway/api/endpoints.h"
#include "core/gateway/api/metrics.h"

#include "core/gateway/oidc/relyingparty.h"
#include "core/gateway/store/database.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace gateway::api {

Outcome<Answer> health(Call &)
{
    return answerWith({{u"status"_s, u"ok"_s}});
}

Outcome<Answer> readiness(Call &call)
{
    if (!call.database.select(u"SELECT 1 FROM organizations LIMIT 1"_s).next() && call.database.failed())
        return Problem{Fault::Unavailable};
    return answerWith({{u"status"_s, u"ready"_s}});
}

//! Behind a proxy every address is what somebody says.
Outcome<Answer> metrics(Call &call)
{
    const auto &address = call.request.address;
    if (call.tools.isBehindProxy || (!address.starts_with("127.") && address != "::1"))
        return forbidden(u"loopback"_s);
    const auto response = metricsOf(call.tools, call.database);
    return Answer{response.status, response.body, {}, response.contentType};
}

Outcome<Answer> openApi(Call &call)
{
    if (call.tools.openApi.isEmpty())
        return Problem{Fault::NotFound};
    return Answer{200, call.tools.openApi.toStdString(), {}, "application/yaml; charset=utf-8"};
}

Outcome<Answer> server(Call &call)
{
    const auto *party = call.tools.relyingParty;
    return answerWith({{u"name"_s, u"Keysteward"_s},
                       {u"version"_s, QStringLiteral(KEYSTEWARD_VERSION)},
                       {u"sign_in"_s, party ? QJsonArray{u"password"_s, u"browser"_s} : QJsonArray{u"password"_s}},
                       {u"browser_provider"_s, party ? QJsonValue(party->client().providerName) : QJsonValue::Null},
                       {u"api_versions"_s, QJsonArray{1}}});
}

Outcome<Answer> whoami(Call &call)
{
    const auto &user = call.user();
    return answerWith({{u"kind"_s, call.caller->session ? u"session"_s : u"token"_s},
                       {u"organization"_s, QJsonValue::Null},
                       {u"key"_s, QJsonValue::Null},
                       {u"user"_s, QJsonObject{{u"id"_s, user.id}, {u"email"_s, user.email}, {u"name"_s, user.name}}},
                       {u"scopes"_s, QJsonArray()},
                       {u"rate_limit"_s, QJsonValue::Null}});
}

} // namespace gateway::api
