#include "core/gateway/api/endpoints.h"

#include "core/base/secret.h"
#include "core/base/times.h"
#include "core/gateway/api/authentication.h"
#include "core/gateway/api/personaltoken.h"
#include "core/gateway/api/sessionstart.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/password.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr qsizetype longestEmail = 254;
constexpr std::size_t longestCode = 128;
constexpr std::size_t shortestVerifier = 43; // RFC 7636
constexpr std::size_t longestVerifier = 128;
using EventKind = store::Event::Kind;

std::string emailKey(const QString &email)
{
    return store::Users::folded(email).toStdString();
}

//! Each attempt counts until it is granted, as with passwords: \a key is what was tried.
std::optional<Problem> admit(Call &call, const std::string &key)
{
    const auto admission = call.tools.guard.admit(key, call.request.address, call.now.toMSecsSinceEpoch());
    return admission.admitted ? std::nullopt : std::optional(limited(SignInGuard::perEmail, admission.retryAfter));
}

//! Checks the password under the limit on guessing. What is asked under another email counts for that one.
std::optional<Problem> prove(Call &call, const QString &email, const core::Secret &password,
                             const std::optional<store::User> &user)
{
    if (const auto refused = admit(call, emailKey(email)))
        return refused;
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
    call.tools.guard.succeeded(emailKey(email), call.request.address, call.now.toMSecsSinceEpoch());
    return std::nullopt;
}

core::Secret takePassword(BodyReader &body, const QString &member)
{
    auto text = body.text(member);
    if (text.size() > store::password::longest)
        body.fail(member, u"must have at most %1 characters"_s.arg(store::password::longest));
    return core::Secret::take(std::move(text));
}

Answer signedOut(const Call &call)
{
    auto answer = nothing();
    answer.headers.push_back(sessionCookieHeader(call, {}, std::chrono::seconds(0)));
    return answer;
}

//! A code that comes twice is in two hands: neither keeps what it got.
Problem refuseCode(Call &call, const SignInCodes::Redeemed &redeemed)
{
    if (!redeemed.sessionId.isEmpty() && store::Sessions(call.database).end(redeemed.userId, redeemed.sessionId))
        call.tellEverywhere({.kind = EventKind::SessionEnded, .detail = u"code used twice"_s}, redeemed.userId);
    call.tellEverywhere(
        {.kind = EventKind::SessionFailed, .status = 401, .code = u"SIGN_IN_FAILED"_s, .detail = u"browser"_s},
        redeemed.userId);
    return Problem{Fault::SignInFailed};
}

Outcome<Answer> signInByCode(Call &call, BodyReader &body)
{
    const auto code = body.text(u"code"_s).toStdString();
    const auto verifier = body.text(u"code_verifier"_s).toStdString();
    if (code.size() > longestCode)
        body.fail(u"code"_s, u"must have at most %1 characters"_s.arg(longestCode));
    if (verifier.size() < shortestVerifier || verifier.size() > longestVerifier)
        body.fail(u"code_verifier"_s, u"must have %1 to %2 characters"_s.arg(shortestVerifier).arg(longestVerifier));
    if (const auto problem = body.problem())
        return *problem;
    const auto attempt = crypto::toHex(crypto::sha256(code)); // the guard keeps what fails
    if (const auto refused = admit(call, attempt))
        return *refused;
    // Within the one writer's turn, so that a replay comes wholly before or wholly behind the session that it ends.
    store::Change change(call.database);
    auto &codes = call.tools.signInCodes;
    const auto redeemed = codes.redeem(code, verifier, call.now);
    const auto user = store::Users(call.database).byId(redeemed.userId);
    if (redeemed.verdict != SignInCodes::Redeemed::Verdict::Granted || !user) {
        const auto problem = refuseCode(call, redeemed);
        return change.commit() ? problem : Problem{Fault::Unavailable};
    }
    auto session = addSession(call, *user, u"browser"_s);
    codes.made(code, session.session.id);
    if (!change.commit())
        return Problem{Fault::Unavailable};
    call.tools.guard.succeeded(attempt, call.request.address, call.now.toMSecsSinceEpoch());
    return signedIn(call, *user, std::move(session));
}

} // namespace

Outcome<Answer> signIn(Call &call)
{
    BodyReader body(call.body);
    if (body.has(u"code"_s))
        return signInByCode(call, body);
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
    store::Change change(call.database);
    auto session = addSession(call, *user);
    if (!change.commit())
        return Problem{Fault::Unavailable};
    return signedIn(call, *user, std::move(session));
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
