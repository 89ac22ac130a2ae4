#pragma once

#include "core/gateway/api/call.h"

//! How a session begins, whichever way its person signed in.
namespace gateway::api {

struct NewSession {
    store::Session session;
    std::string token; //!< for the cookie; wiped by whoever has written it there
};
//! Puts the session into the database and tells of it. Within a Change.
NewSession addSession(Call &call, const store::User &user, const QString &way = {});
//! What the person gets. Wipes the token.
Answer signedIn(const Call &call, const store::User &user, NewSession session);

http::Header sessionCookieHeader(const Call &call, std::string_view value, std::chrono::seconds life);

QJsonObject toJson(const store::User &user);
QJsonObject toJson(const store::Session &session);

} // namespace gateway::api
