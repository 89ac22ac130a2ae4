#include "core/gateway/api/routes.h"

#include "core/base/identifiers.h"
#include "core/gateway/api/endpoints.h"

namespace gateway::api {

namespace {

using enum Route::Need;
using enum Route::Lane;
using enum Route::Body;

// clang-format off
constexpr Route table[] = {
    {"GET",    "/healthz",                                  Anyone,    Ordinary, None, health},
    {"GET",    "/readyz",                                   Anyone,    Ordinary, None, readiness},
    {"GET",    "/metrics",                                  Anyone,    Ordinary, None, metrics},
    {"GET",    "/api/v1/openapi.yaml",                      Anyone,    Ordinary, None, openApi},
    {"GET",    "/api/v1/server",                            Anyone,    Ordinary, None, server},
    {"GET",    "/api/v1/whoami",                            Person,    Ordinary, None, whoami},

    {"POST",   "/api/v1/session",                           Anyone,    Password, Json, signIn},
    {"GET",    "/api/v1/sign-in/browser",                   Anyone,    Ordinary, None, beginBrowserSignIn},
    {"GET",    "/api/v1/sign-in/browser/callback",          Anyone,    Ordinary, None, finishBrowserSignIn},
    {"GET",    "/api/v1/session",                           Session,   Ordinary, None, currentSession},
    {"DELETE", "/api/v1/session",                           Session,   Ordinary, None, signOut},
    {"POST",   "/api/v1/session/confirm",                   Session,   Password, Json, confirm},
    {"GET",    "/api/v1/sessions",                          Session,   Ordinary, None, sessions},
    {"DELETE", "/api/v1/sessions",                          Session,   Ordinary, None, signOutEverywhere},
    {"DELETE", "/api/v1/sessions/{}",                       Session,   Ordinary, None, endSession},
    {"POST",   "/api/v1/password",                          Session,   Password, Json, changePassword},
    {"GET",    "/api/v1/personal-token",                    Session,   Ordinary, None, personalToken},
    {"DELETE", "/api/v1/personal-token",                    Session,   Ordinary, None, endPersonalToken},
    {"GET",    "/api/v1/personal-token/use",                Session,   Ordinary, None, personalTokenUse},
    {"POST",   "/api/v1/personal-token/rotate",             Session,   Ordinary, None, rotatePersonalToken},

    {"GET",    "/api/v1/organizations",                     Person,    Ordinary, None, organizations},
    {"GET",    "/api/v1/organizations/{}/scopes",           Person,    Ordinary, None, scopes},
    {"GET",    "/api/v1/organizations/{}/members",          Person,    Ordinary, None, members},
    {"GET",    "/api/v1/organizations/{}/changes",          Person,    Ordinary, None, changes},
    {"GET",    "/api/v1/organizations/{}/stream",           Person,    Ordinary, None, stream},

    {"GET",    "/api/v1/organizations/{}/activity",         Person,    Ordinary, None, activity},
    {"GET",    "/api/v1/organizations/{}/usage",            Person,    Ordinary, None, usage},
    {"GET",    "/api/v1/keys/{}/usage/breakdown",           Person,    Ordinary, None, usageBreakdown},

    {"GET",    "/api/v1/organizations/{}/keys",             Person,    Ordinary, None, keys},
    {"POST",   "/api/v1/organizations/{}/keys",             Confirmed, Ordinary, Json, createKey},
    {"POST",   "/api/v1/organizations/{}/keys/lookup",      Person,    Ordinary, Json, lookupKey},
    {"GET",    "/api/v1/keys/{}",                           Person,    Ordinary, None, key},
    {"PATCH",  "/api/v1/keys/{}",                           Person,    Ordinary, Json, updateKey},
    {"POST",   "/api/v1/keys/{}/rotate",                    Confirmed, Ordinary, Json, rotateKey},
    {"POST",   "/api/v1/keys/{}/acknowledge",               Person,    Ordinary, None, acknowledgeKey},
    {"POST",   "/api/v1/keys/{}/retirement",                Person,    Ordinary, Json, setRetirement},
    {"POST",   "/api/v1/keys/{}/revoke",                    Confirmed, Ordinary, Json, revokeKey},
};
// clang-format on

std::string_view takeSegment(std::string_view &path)
{
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

//! The parameters, where \a path has the form of \a pattern.
std::optional<QStringList> matched(std::string_view pattern, std::string_view path)
{
    if (path.ends_with('/'))
        return std::nullopt;
    QStringList parameters;
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = takeSegment(pattern);
        const auto given = takeSegment(path);
        if (wanted == "{}") {
            const auto id = QString::fromUtf8(given.data(), static_cast<qsizetype>(given.size()));
            if (!core::isPathSafe(id))
                return std::nullopt;
            parameters += id;
        } else if (wanted != given) {
            return std::nullopt;
        }
    }
    return pattern.empty() && path.empty() ? std::optional(parameters) : std::nullopt;
}

} // namespace

Match findRoute(std::string_view method, std::string_view path)
{
    Match match;
    const auto asked = method == "HEAD" ? std::string_view("GET") : method;
    for (const auto &route : table) {
        const auto parameters = matched(route.pattern, path);
        if (!parameters)
            continue;
        if (route.method == asked) {
            match.route = &route;
            match.parameters = *parameters;
            return match;
        }
        match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(route.method);
    }
    return match;
}

std::span<const Route> allRoutes()
{
    return table;
}

} // namespace gateway::api
