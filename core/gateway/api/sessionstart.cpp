#include "core/gateway/api/sessionstart.h"

#include "core/base/identifiers.h"
#include "core/base/times.h"
#include "core/gateway/api/authentication.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

http::Header sessionCookieHeader(const Call &call, std::string_view value, std::chrono::seconds life)
{
    return cookieHeader(call.request, {sessionCookie, value, "/", "Strict", life});
}

QJsonObject toJson(const store::User &user)
{
    return {{u"id"_s, user.id}, {u"email"_s, user.email}, {u"name"_s, user.name}};
}

QJsonObject toJson(const store::Session &session)
{
    return {{u"id"_s, session.id},
            {u"created_at"_s, core::toRfc3339(session.createdAt)},
            {u"expires_at"_s, core::toRfc3339(session.expiresAt)}};
}

NewSession addSession(Call &call, const store::User &user, const QString &way)
{
    call.caller = Caller{user, std::nullopt};
    const store::Session session{core::newId(call.now),
                                 user.id,
                                 call.now,
                                 store::Sessions::expiry(call.now, call.now),
                                 call.now,
                                 call.now,
                                 call.address(),
                                 call.userAgent()};
    NewSession added{session, crypto::toBase64Url(crypto::randomBytes(32))};
    store::Sessions(call.database).add(session, sessionHash(added.token));
    call.tellEverywhere({.kind = store::Event::Kind::SessionStarted, .detail = way}, user.id);
    return added;
}

Answer signedIn(const Call &call, const store::User &user, NewSession session)
{
    auto answer = answerWith({{u"user"_s, toJson(user)}, {u"session"_s, toJson(session.session)}});
    answer.headers.push_back(sessionCookieHeader(call, session.token, store::Sessions::longest));
    crypto::wipe(session.token.data(), session.token.size());
    return answer;
}

} // namespace gateway::api
