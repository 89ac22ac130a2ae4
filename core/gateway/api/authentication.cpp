#include "core/gateway/api/authentication.h"

#include "core/gateway/check/credential.h"
#include "core/gateway/store/database.h"
#include "core/gateway/store/tokens.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr qint64 proofLives = 12 * 3600; // seconds
//! How often a session in use is written: each time would cost a disk's turn for every call.
constexpr qint64 touchEvery = 5 * 60; // seconds

Problem refusalOf(check::Verdict verdict)
{
    switch (verdict) {
    case check::Verdict::Expired: return {Fault::KeyExpired};
    case check::Verdict::Revoked: return {Fault::KeyRevoked};
    case check::Verdict::Disabled: return {Fault::KeyDisabled};
    case check::Verdict::Allowed:
    case check::Verdict::NoRoute:
    case check::Verdict::ScopeMissing:
    case check::Verdict::Limited: return forbidden(u"session"_s);
    case check::Verdict::NoCredential:
    case check::Verdict::UnknownKey: break;
    }
    return {Fault::Unauthorized};
}

Outcome<Caller> callerById(Call &call, const QString &userId, std::optional<store::Session> session)
{
    const auto user = store::Users(call.database).byId(userId);
    if (!user)
        return Problem{Fault::Unauthorized};
    return Caller{*user, std::move(session)};
}

Outcome<Caller> bySession(Call &call)
{
    const auto cookie = cookieOf(call.request);
    if (cookie.empty())
        return Problem{Fault::Unauthorized};
    const store::Sessions sessions(call.database);
    const auto session = sessions.byToken(sessionHash(cookie));
    if (!session)
        return Problem{Fault::Unauthorized};
    if (session->expiresAt <= call.now)
        return Problem{Fault::SessionExpired};
    if (session->seenAt.secsTo(call.now) >= touchEvery) {
        store::Change change(call.database);
        store::Sessions(call.database).touch(*session, call.address(), call.now);
        change.commit();
    }
    return callerById(call, session->userId, session);
}

Outcome<Caller> byToken(Call &call, const QByteArray &hash)
{
    const auto token = store::Tokens(call.database).byHash(hash);
    if (!token)
        return Problem{Fault::Unauthorized};
    if (!token->usedAt.isValid() || token->usedAt.secsTo(call.now) >= touchEvery) {
        store::Change change(call.database);
        store::Tokens(call.database).touch(token->userId, call.now);
        change.commit();
    }
    return callerById(call, token->userId, std::nullopt);
}

} // namespace

std::string_view cookieOf(const http::Request &request, std::string_view name)
{
    std::string_view all = request.header("cookie");
    while (!all.empty()) {
        const auto end = std::min(all.find(';'), all.size());
        auto pair = all.substr(0, end);
        all.remove_prefix(std::min(end + 1, all.size()));
        while (!pair.empty() && pair.front() == ' ')
            pair.remove_prefix(1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
    }
    return {};
}

http::Header cookieHeader(const http::Request &request, const Cookie &cookie)
{
    auto line = std::string(cookie.name) + '=' + std::string(cookie.value) + "; Path=" + std::string(cookie.path) +
                "; HttpOnly; SameSite=" + std::string(cookie.sameSite) +
                "; Max-Age=" + std::to_string(cookie.life.count());
    if (request.secure)
        line += "; Secure";
    return {"Set-Cookie", line};
}

QByteArray sessionHash(std::string_view token)
{
    const auto digest = crypto::sha256(token);
    return QByteArray(reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(digest.size()));
}

QByteArray tokenHash(const check::Checker &checker, std::string_view token)
{
    const auto digest = checker.hashOf(token);
    return QByteArray(reinterpret_cast<const char *>(digest.data()), static_cast<qsizetype>(digest.size()));
}

Outcome<Caller> authenticate(Call &call)
{
    using Kind = check::Credential::Kind;
    const auto &checker = call.tools.checker;
    const auto credential = check::readCredential(call.request, checker.keyHeaders());
    switch (credential.kind) {
    case Kind::None: return bySession(call);
    case Kind::Conflict: return invalid(u"Authorization"_s, u"differs from the other credential of the request"_s);
    case Kind::Key: return refusalOf(checker.identify(credential.secret, call.now.toMSecsSinceEpoch()).verdict);
    case Kind::PersonalToken: break;
    }
    return byToken(call, tokenHash(checker, credential.secret));
}

Standing standingOf(const Call &call)
{
    if (call.caller->session)
        return {call.user().id, sessionHash(cookieOf(call.request)), true};
    const auto &checker = call.tools.checker;
    const auto credential = check::readCredential(call.request, checker.keyHeaders());
    return {call.user().id, tokenHash(checker, credential.secret), false};
}

std::optional<Fault> lostStanding(store::Database &database, const Standing &standing, const QDateTime &now)
{
    if (!standing.isSession) {
        const auto token = store::Tokens(database).byHash(standing.hash);
        return token && token->userId == standing.userId ? std::nullopt : std::optional(Fault::Unauthorized);
    }
    const auto session = store::Sessions(database).byToken(standing.hash);
    if (!session)
        return Fault::Unauthorized;
    return session->expiresAt <= now ? std::optional(Fault::SessionExpired) : std::nullopt;
}

std::optional<Problem> foreignOrigin(const http::Request &request)
{
    if (request.method == "GET" || request.method == "HEAD")
        return std::nullopt;
    // The server has made sure that Host is a name that is served here.
    const auto own = std::string(request.secure ? "https://" : "http://") + std::string(request.header("host"));
    const auto origin = request.header("origin");
    const auto site = request.header("sec-fetch-site");
    const bool sameSite = site.empty() || site == "same-origin" || site == "none";
    if ((origin.empty() || origin == own) && sameSite)
        return std::nullopt;
    return Problem{Fault::OriginRefused};
}

std::optional<Problem> unconfirmed(const Call &call)
{
    if (!call.caller->session || call.caller->session->confirmedAt.secsTo(call.now) <= proofLives)
        return std::nullopt;
    return Problem{Fault::ConfirmationRequired};
}

} // namespace gateway::api
