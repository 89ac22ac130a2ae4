#include "core/gateway/api/endpoints.h"

#include "core/base/identifiers.h"
#include "core/base/secret.h"
#include "core/base/times.h"
#include "core/gateway/api/authentication.h"
#include "core/gateway/api/personaltoken.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/password.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr qsizetype longestEmail = 254;
using EventKind = store::Event::Kind;

std::string emailKey(const QString &email)
{
    return store::Users::folded(email).toStdString();
}

//! Checks the password under the limit on guessing. What is asked under another email counts for that one.
std::optional<Problem> prove(Call &call, const QString &email, const core::Secret &password,
                             const std::optional<store::User> &user)
{
    const auto now = call.now.toMSecsSinceEpoch();
    auto &guard = call.tools.guard;
    const auto admission = guard.admit(emailKey(email), call.request.address, now);
    if (!admission.admitted)
        return limited(SignInGuard::perEmail, admission.retryAfter);
    const bool right = user ? store::password::verify(password, user->password) : call.tools.nobody.verify(password);
    if (!right) {
        store::Change change(call.database);
        call.tellEverywhere({.kind = EventKind::SessionFailed,
                             .status = 401,
                             .code = u"SIGN_IN_FAILED"_s,
                             .detail = email.left(longestEmail)},
                            user ? user->id : QString());
        change.commit();
        return Problem{Fault::SignInFailed};
    }
    guard.succeeded(emailKey(email), call.request.address, now);
    return std::nullopt;
}

core::Secret takePassword(BodyReader &body, const QString &member)
{
    auto text = body.text(member);
    if (text.size() > store::password::longest)
        body.fail(member, u"must have at most %1 characters"_s.arg(store::password::longest));
    return core::Secret::take(std::move(text));
}

http::Header cookieHeader(const Call &call, std::string_view value, std::chrono::seconds life)
{
    auto cookie = std::string(sessionCookie) + '=' + std::string(value) +
                  "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life.count());
    if (call.request.secure)
        cookie += "; Secure";
    return {"Set-Cookie", cookie};
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

Outcome<Answer> begin(Call &call, const store::User &user)
{
    call.caller = Caller{user, std::nullopt};
    auto token = crypto::toBase64Url(crypto::randomBytes(32));
    const store::Session session{core::newId(call.now),
                                 user.id,
                                 call.now,
                                 store::Sessions::expiry(call.now, call.now),
                                 call.now,
                                 call.now,
                                 call.address(),
                                 call.userAgent()};
    store::Change change(call.database);
    store::Sessions(call.database).add(session, sessionHash(token));
    call.tellEverywhere({.kind = EventKind::SessionStarted}, user.id);
    if (!change.commit())
        return Problem{Fault::Unavailable};
    auto answer = answerWith({{u"user"_s, toJson(user)}, {u"session"_s, toJson(session)}});
    answer.headers.push_back(cookieHeader(call, token, store::Sessions::longest));
    crypto::wipe(token.data(), token.size());
    return answer;
}

Answer signedOut(const Call &call)
{
    auto answer = nothing();
    answer.headers.push_back(cookieHeader(call, {}, std::chrono::seconds(0)));
    return answer;
}

} // namespace

Outcome<Answer> signIn(Call &call)
{
    BodyReader body(call.body);
    const auto email = body.text(u"email"_s);
    if (email.size() > longestEmail)
        body.fail(u"email"_s, u"must have at most %1 characters"_s.arg(longestEmail));
    const auto password = takePassword(body, u"password"_s);
    if (const auto problem = body.problem())
        return *problem;
    const store::Users users(call.database);
    const auto user = users.byEmail(email);
    if (const auto refused = prove(call, email, password, user))
        return *refused;
    if (store::password::needsRehash(user->password)) {
        const auto phc = store::password::hash(password);
        store::Change change(call.database);
        store::Users(call.database).setPassword(user->id, phc);
        change.commit();
    }
    return begin(call, *user);
}

Outcome<Answer> currentSession(Call &call)
{
    return answerWith({{u"user"_s, toJson(call.user())}, {u"session"_s, toJson(*call.caller->session)}});
}

Outcome<Answer> confirm(Call &call)
{
    BodyReader body(call.body);
    const auto password = takePassword(body, u"password"_s);
    if (const auto problem = body.problem())
        return *problem;
    if (const auto refused = prove(call, call.user().email, password, call.user()))
        return *refused;
    store::Change change(call.database);
    store::Sessions(call.database).confirm(call.caller->session->id, call.now);
    change.commit();
    return nothing();
}

Outcome<Answer> signOut(Call &call)
{
    store::Change change(call.database);
    store::Sessions(call.database).end(call.user().id, call.caller->session->id);
    call.tellEverywhere({.kind = EventKind::SessionEnded}, call.user().id);
    change.commit();
    return signedOut(call);
}

Outcome<Answer> sessions(Call &call)
{
    QJsonArray data;
    for (const auto &session : store::Sessions(call.database).ofUser(call.user().id, call.now)) {
        auto entry = toJson(session);
        entry[u"device"_s] = session.userAgent;
        entry[u"address"_s] = session.address;
        entry[u"last_seen_at"_s] = core::toRfc3339(session.seenAt);
        entry[u"current"_s] = session.id == call.caller->session->id;
        data += entry;
    }
    return wholeList(data);
}

Outcome<Answer> endSession(Call &call)
{
    const auto id = call.parameters.first();
    store::Change change(call.database);
    if (!store::Sessions(call.database).end(call.user().id, id))
        return Problem{Fault::NotFound};
    call.tellEverywhere({.kind = EventKind::SessionEnded}, call.user().id);
    change.commit();
    return id == call.caller->session->id ? signedOut(call) : nothing();
}

Outcome<Answer> signOutEverywhere(Call &call)
{
    store::Change change(call.database);
    store::Sessions(call.database).endAll(call.user().id);
    call.tellEverywhere({.kind = EventKind::SessionEnded, .detail = u"everywhere"_s}, call.user().id);
    replaceExistingToken(call, u"sign_out_everywhere"_s);
    change.commit();
    return signedOut(call);
}

Outcome<Answer> changePassword(Call &call)
{
    BodyReader body(call.body);
    const auto current = takePassword(body, u"current_password"_s);
    const auto wanted = takePassword(body, u"new_password"_s);
    if (wanted.size() < store::password::shortest)
        body.fail(u"new_password"_s, u"must have at least %1 characters"_s.arg(store::password::shortest));
    else if (wanted == current)
        body.fail(u"new_password"_s, u"must differ from the current one"_s);
    if (const auto problem = body.problem())
        return *problem;
    if (const auto refused = prove(call, call.user().email, current, call.user()))
        return *refused;
    const auto phc = store::password::hash(wanted);
    store::Change change(call.database);
    store::Users(call.database).setPassword(call.user().id, phc);
    store::Sessions sessions(call.database);
    sessions.endAll(call.user().id, call.caller->session->id);
    sessions.confirm(call.caller->session->id, call.now);
    call.tellEverywhere({.kind = EventKind::PasswordChanged}, call.user().id);
    replaceExistingToken(call, u"password"_s);
    change.commit();
    return nothing();
}

} // namespace gateway::api
