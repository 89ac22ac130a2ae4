#pragma once

#include "core/gateway/api/call.h"

//! Who is calling, and whether the request may come from where it comes from.
namespace gateway::api {

inline constexpr std::string_view sessionCookie = "keysteward_session";

//! The caller by session or personal token. A key is known but may not do this: FORBIDDEN. Slides the session.
Outcome<Caller> authenticate(Call &call);

//! A change that a foreign web page could have sent is refused.
std::optional<Problem> foreignOrigin(const http::Request &request);

//! A session whose password was proved too long ago may not create, rotate or revoke.
std::optional<Problem> unconfirmed(const Call &call);

//! Somebody who was admitted, to be judged again later without the credential itself.
struct Standing {
    QString userId;
    QByteArray hash;
    bool isSession = false;
};
Standing standingOf(const Call &call);
//! What a request with the same credential is refused with by now; nothing where it is not.
std::optional<Fault> lostStanding(store::Database &database, const Standing &standing, const QDateTime &now);

//! The cookie's value; empty where there is none.
std::string_view cookieOf(const http::Request &request, std::string_view name = sessionCookie);

//! A cookie for this server alone, which no script reads.
struct Cookie {
    std::string_view name;
    std::string_view value;
    std::string_view path;
    std::string_view sameSite;
    std::chrono::seconds life;
};
http::Header cookieHeader(const http::Request &request, const Cookie &cookie);

//! How a session's or token's text is stored and found.
QByteArray sessionHash(std::string_view token);
QByteArray tokenHash(const check::Checker &checker, std::string_view token);

} // namespace gateway::api
