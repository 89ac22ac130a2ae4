#include "core/gateway/api/endpoints.h"

#include "core/gateway/store/database.h"

#include <QJsonArray>
#include <array>

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

Outcome<Answer> metrics(Call &call)
{
    const auto &address = call.request.address;
    if (!address.starts_with("127.") && address != "::1")
        return forbidden(u"loopback"_s);
    const auto counts = call.tools.events.counts();
    std::string text;
    const auto line = [&text](std::string_view name, std::string_view kind, std::uint64_t value) {
        const auto bare = std::string(name.substr(0, name.find('{')));
        if (!kind.empty())
            text += "# TYPE " + bare + ' ' + std::string(kind) + '\n';
        text += std::string(name) + ' ' + std::to_string(value) + '\n';
    };
    line("keysteward_keys", "gauge", call.tools.checker.size());
    constexpr std::array<std::string_view, check::callOutcomes> outcomes{"ok", "unauthorized", "forbidden", "limited",
                                                                         "other"};
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        line("keysteward_calls_total{result=\"" + std::string(outcomes[i]) + "\"}", i == 0 ? "counter" : "",
             counts.byOutcome[i]);
    line("keysteward_events_total{result=\"accepted\"}", "counter", counts.accepted);
    line("keysteward_events_total{result=\"dropped\"}", "", counts.dropped);
    return Answer{200, text, {}, "text/plain; version=0.0.4; charset=utf-8"};
}

Outcome<Answer> openApi(Call &call)
{
    if (call.tools.openApi.isEmpty())
        return Problem{Fault::NotFound};
    return Answer{200, call.tools.openApi.toStdString(), {}, "application/yaml; charset=utf-8"};
}

Outcome<Answer> server(Call &)
{
    return answerWith({{u"name"_s, u"Keysteward"_s},
                       {u"version"_s, QStringLiteral(KEYSTEWARD_VERSION)},
                       {u"sign_in"_s, QJsonArray{u"password"_s}},
                       {u"browser_provider"_s, QJsonValue::Null},
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
