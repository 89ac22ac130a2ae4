#include "core/gateway/check/callcheck.h"

#include "core/gateway/check/eventqueue.h"
#include "core/gateway/check/utctime.h"
#include "core/gateway/http/reply.h"

#include <chrono>
#include <optional>

namespace gateway::check {

namespace {

constexpr std::string_view whoamiPath = "/api/v1/whoami";
constexpr std::string_view whoamiRoute = "GET /api/v1/whoami";
constexpr std::string_view authorizePath = "/api/v1/authorize";

std::int64_t systemNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

struct Target {
    std::string_view method;
    std::string_view path;
};

//! One header of a proxy; two of one name mean that somebody beside the proxy wrote one.
std::optional<std::string_view> single(const http::RequestView &request, std::string_view name)
{
    return request.count(name) > 1 ? std::nullopt : std::optional(request.header(name));
}

//! The call that the proxy asks about. Where both families of headers are there and differ, the client slipped one of
//! them past the proxy: then nothing is believed.
std::optional<Target> originalCall(const http::RequestView &request)
{
    const auto originalMethod = single(request, "x-original-method");
    const auto originalUri = single(request, "x-original-uri");
    const auto forwardedMethod = single(request, "x-forwarded-method");
    const auto forwardedUri = single(request, "x-forwarded-uri");
    if (!originalMethod || !originalUri || !forwardedMethod || !forwardedUri)
        return std::nullopt;
    const auto agreed = [](std::string_view a, std::string_view b) { return a.empty() || b.empty() || a == b; };
    if (!agreed(*originalMethod, *forwardedMethod) || !agreed(*originalUri, *forwardedUri))
        return std::nullopt;
    const Target target{originalMethod->empty() ? *forwardedMethod : *originalMethod,
                        originalUri->empty() ? *forwardedUri : *originalUri};
    if (target.method.empty() || !target.path.starts_with('/'))
        return std::nullopt;
    return Target{target.method, target.path.substr(0, target.path.find_first_of("?#"))};
}

std::string_view nameOf(KeyFacts::State state)
{
    switch (state) {
    case KeyFacts::State::Active: return "active";
    case KeyFacts::State::Retiring: return "retiring";
    case KeyFacts::State::Disabled: return "disabled";
    case KeyFacts::State::Revoked: return "revoked";
    }
    return {};
}

void appendMember(std::string &out, std::string_view name, std::string_view text)
{
    http::appendJson(out, name);
    out += ':';
    http::appendJson(out, text);
}

std::string whoamiBody(const KeyFacts &key, const RateState &rate)
{
    std::string body = R"({"kind":"key","organization":{)";
    appendMember(body, "id", key.organizationId);
    body += ',';
    appendMember(body, "name", key.organizationName);
    body += R"(},"key":{)";
    appendMember(body, "id", key.id);
    body += ',';
    appendMember(body, "name", key.name);
    body += ',';
    appendMember(body, "hint", key.hint);
    body += ',';
    appendMember(body, "status", nameOf(key.state));
    body += R"(,"expires_at":)";
    body += key.expiresAt == 0 ? "null" : '"' + utcTime(key.expiresAt) + '"';
    body += R"(},"user":null,"scopes":[)";
    for (const auto &scope : key.scopes) {
        if (&scope != &key.scopes.front())
            body += ',';
        http::appendJson(body, scope);
    }
    body += R"(],"rate_limit":{"limit":)";
    http::appendNumber(body, rate.limit);
    body += R"(,"remaining":)";
    http::appendNumber(body, rate.remaining);
    body += R"(,"reset_seconds":)";
    http::appendNumber(body, rate.resetSeconds);
    body += "}}";
    return body;
}

void appendRate(std::string &out, const RateState &rate)
{
    out += "RateLimit-Limit: ";
    http::appendNumber(out, rate.limit);
    out += "\r\nRateLimit-Remaining: ";
    http::appendNumber(out, rate.remaining);
    out += "\r\nRateLimit-Reset: ";
    http::appendNumber(out, rate.resetSeconds);
    out += "\r\n";
}

Refusal unauthorized(std::string_view code, std::string_view message)
{
    return {401, code, message, R"(Bearer error="invalid_token")", "{}"};
}

Refusal unusableProxyHeaders()
{
    return {400,
            "VALIDATION_FAILED",
            "The proxy's headers do not name one call",
            {},
            R"({"fields":{"x-original-uri":"Send X-Original-Method and X-Original-URI once each, or X-Forwarded-*"}})"};
}

} // namespace

Refusal refusalOf(const Decision &decision)
{
    switch (decision.verdict) {
    case Verdict::Allowed: return {};
    case Verdict::NoCredential: return {401, "UNAUTHORIZED", "A key is needed", "Bearer", "{}"};
    case Verdict::UnknownKey: return unauthorized("UNAUTHORIZED", "The key is not known");
    case Verdict::Expired: return unauthorized("KEY_EXPIRED", "The key has expired");
    case Verdict::Revoked: return unauthorized("KEY_REVOKED", "The key was revoked");
    case Verdict::Disabled: return unauthorized("KEY_DISABLED", "The key is disabled");
    case Verdict::NoRoute: return {403, "FORBIDDEN", "The profile does not list this call", {}, "{}"};
    case Verdict::ScopeMissing: {
        std::string details = R"({"missing_scope":)";
        http::appendJson(details, decision.scope);
        details += '}';
        return {403, "FORBIDDEN", "The key lacks a scope",
                R"(Bearer error="insufficient_scope", scope=")" + std::string(decision.scope) + '"', details};
    }
    case Verdict::Limited: return {429, "RATE_LIMITED", "Too many requests", {}, "{}"};
    }
    return {};
}

Refusal conflictRefusal()
{
    return {400,
            "VALIDATION_FAILED",
            "The request carries two different credentials",
            {},
            R"({"fields":{"authorization":"Send one credential only"}})"};
}

struct CallCheck::Call {
    const http::RequestView &request;
    const Credential credential;
    const std::int64_t now;
    const http::ReplyContext context;
    std::string &out;
    Target target; //!< what the activity shows
};

CallCheck::CallCheck(Checker &checker, EventQueue &events, Options options, Clock clock)
    : m_checker(checker),
      m_events(events),
      m_sampleRoutes(options.sampleRoutes),
      m_eventDetail(options.eventDetail),
      m_clock(clock ? std::move(clock) : Clock(systemNow))
{
}

bool CallCheck::answer(const http::RequestView &request, bool keepAlive, std::string &out)
{
    const bool isWhoami = request.path == whoamiPath && (request.method == "GET" || request.method == "HEAD");
    const bool isAuthorize = request.path == authorizePath && (request.method == "GET" || request.method == "POST");
    if (!isWhoami && !isAuthorize && !m_sampleRoutes)
        return false;
    const Credential credential = readCredential(request, m_checker.keyHeaders());
    if (credential.kind == Credential::Kind::PersonalToken)
        return false;
    if (credential.kind == Credential::Kind::None && !isAuthorize)
        return false;
    Call call{request,   credential,
              m_clock(), {request.requestId, keepAlive, request.method == "HEAD"},
              out,       {request.method, request.path}};
    if (isWhoami)
        return whoami(call);
    if (isAuthorize)
        return authorize(call);
    return sample(call);
}

bool CallCheck::whoami(const Call &call)
{
    if (call.credential.kind == Credential::Kind::Conflict) {
        refuse(call, {}, conflictRefusal());
        return true;
    }
    Decision decision = m_checker.identify(call.credential.secret, call.now);
    decision.route = whoamiRoute;
    if (decision.verdict != Verdict::Allowed) {
        const auto refusal = refusalOf(decision);
        refuse(call, std::move(decision), refusal);
        return true;
    }
    http::beginReply(call.out, 200, call.context);
    appendRate(call.out, decision.rate);
    http::endReply(call.out, http::jsonType, whoamiBody(*decision.key, decision.rate), call.context);
    record(call, std::move(decision), 200, {});
    return true;
}

bool CallCheck::authorize(const Call &call)
{
    const auto target = originalCall(call.request);
    if (call.credential.kind == Credential::Kind::Conflict || !target) {
        refuse(call, {}, target ? conflictRefusal() : unusableProxyHeaders());
        return true;
    }
    const Call asked{call.request, call.credential, call.now, call.context, call.out, *target};
    Decision decision = m_checker.check(call.credential.secret, target->method, target->path, call.now);
    if (decision.verdict != Verdict::Allowed) {
        const auto refusal = refusalOf(decision);
        refuse(asked, std::move(decision), refusal);
        return true;
    }
    std::string &out = call.out;
    http::beginReply(out, 204, call.context);
    out.append("X-Keysteward-Organization: ").append(decision.key->organizationId);
    out.append("\r\nX-Keysteward-Key: ").append(decision.key->id).append("\r\nX-Keysteward-Scopes: ");
    for (const auto &scope : decision.key->scopes) {
        if (&scope != &decision.key->scopes.front())
            out += ' ';
        out += scope;
    }
    out += "\r\n";
    appendRate(out, decision.rate);
    http::endReply(out, {}, {}, call.context);
    record(asked, std::move(decision), 204, {});
    return true;
}

bool CallCheck::sample(const Call &call)
{
    if (call.credential.kind == Credential::Kind::Conflict) {
        if (!m_checker.isListed(call.target.method, call.target.path))
            return false;
        refuse(call, {}, conflictRefusal());
        return true;
    }
    Decision decision = m_checker.check(call.credential.secret, call.target.method, call.target.path, call.now);
    const bool routeFound = decision.verdict == Verdict::Allowed || decision.verdict == Verdict::ScopeMissing ||
                            decision.verdict == Verdict::Limited;
    if (!routeFound &&
        (decision.verdict == Verdict::NoRoute || !m_checker.isListed(call.target.method, call.target.path)))
        return false;
    if (decision.verdict != Verdict::Allowed) {
        const auto refusal = refusalOf(decision);
        refuse(call, std::move(decision), refusal);
        return true;
    }
    http::beginReply(call.out, 200, call.context);
    appendRate(call.out, decision.rate);
    http::endReply(call.out, http::jsonType, R"({"data":[]})", call.context);
    record(call, std::move(decision), 200, {});
    return true;
}

void CallCheck::refuse(const Call &call, Decision decision, const Refusal &refusal)
{
    std::string &out = call.out;
    http::beginReply(out, refusal.status, call.context);
    if (!refusal.challenge.empty())
        out.append("WWW-Authenticate: ").append(refusal.challenge).append("\r\n");
    if (decision.verdict == Verdict::Limited) {
        appendRate(out, decision.rate);
        out += "Retry-After: ";
        http::appendNumber(out, decision.rate.resetSeconds);
        out += "\r\n";
    }
    http::endReply(out, http::jsonType,
                   http::errorBody(refusal.code, refusal.message, call.context.requestId, refusal.details),
                   call.context);
    record(call, std::move(decision), refusal.status, refusal.code);
}

void CallCheck::record(const Call &call, Decision decision, int status, std::string_view code)
{
    if (!m_eventDetail)
        return m_events.count(decision.key, call.now, status);
    m_events.push({call.now, std::move(decision.key), call.target.method, call.target.path, decision.route,
                   decision.scope, code, call.request.address, call.request.userAgent,
                   static_cast<std::uint16_t>(status)});
}

} // namespace gateway::check
