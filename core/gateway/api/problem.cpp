#include "core/gateway/api/problem.h"

#include "core/gateway/http/reply.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

struct Row {
    int status;
    std::string_view code;
    std::string_view message;
};

Row rowFor(Fault fault)
{
    switch (fault) {
    case Fault::ValidationFailed: return {400, "VALIDATION_FAILED", "The request is not valid"};
    case Fault::MalformedJson: return {400, "MALFORMED_JSON", "The body is not a JSON object"};
    case Fault::IdempotencyKeyRequired:
        return {400, "IDEMPOTENCY_KEY_REQUIRED", "An Idempotency-Key of 128 random bits or more is required"};
    case Fault::Unauthorized: return {401, "UNAUTHORIZED", "Unauthorized"};
    case Fault::KeyExpired: return {401, "KEY_EXPIRED", "The key has expired"};
    case Fault::KeyRevoked: return {401, "KEY_REVOKED", "The key was revoked"};
    case Fault::KeyDisabled: return {401, "KEY_DISABLED", "The key is disabled"};
    case Fault::SessionExpired: return {401, "SESSION_EXPIRED", "The session has expired"};
    case Fault::SignInFailed: return {401, "SIGN_IN_FAILED", "Wrong email, password or code"};
    case Fault::Forbidden: return {403, "FORBIDDEN", "Forbidden"};
    case Fault::OriginRefused: return {403, "ORIGIN_REFUSED", "Requests from that origin are refused"};
    case Fault::ConfirmationRequired: return {403, "CONFIRMATION_REQUIRED", "The password must be confirmed"};
    case Fault::NotFound: return {404, "NOT_FOUND", "Not found"};
    case Fault::MethodNotAllowed: return {405, "METHOD_NOT_ALLOWED", "Method not allowed"};
    case Fault::Conflict: return {409, "CONFLICT", "The key is not in a state that allows this"};
    case Fault::InProgress: return {409, "IN_PROGRESS", "The same request is still under way"};
    case Fault::PlanLimitReached: return {409, "PLAN_LIMIT_REACHED", "The plan allows no more keys"};
    case Fault::ChangedMeanwhile: return {412, "CHANGED_MEANWHILE", "The key was changed since it was read"};
    case Fault::UnsupportedMediaType: return {415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json"};
    case Fault::IdempotencyConflict:
        return {422, "IDEMPOTENCY_CONFLICT", "The Idempotency-Key was used for another request"};
    case Fault::RateLimited: return {429, "RATE_LIMITED", "Too many attempts"};
    case Fault::Internal: return {500, "INTERNAL", "Internal error"};
    case Fault::Unavailable: break;
    }
    return {503, "UNAVAILABLE", "Not available at the moment"};
}

} // namespace

Problem invalid(const QString &member, const QString &words)
{
    return {Fault::ValidationFailed, {{u"fields"_s, QJsonObject{{member, words}}}}};
}

Problem forbidden(const QString &permission)
{
    return {Fault::Forbidden, {{u"missing_permission"_s, permission}}};
}

Problem limited(std::size_t most, std::chrono::seconds wait)
{
    return {Fault::RateLimited,
            {},
            {{"RateLimit-Limit", std::to_string(most)},
             {"RateLimit-Remaining", "0"},
             {"RateLimit-Reset", std::to_string(wait.count())}},
            wait};
}

std::string_view codeOf(Fault fault)
{
    return rowFor(fault).code;
}

http::Response responseTo(const Problem &problem, const std::string &requestId)
{
    const auto row = rowFor(problem.fault);
    const auto details = QJsonDocument(problem.details).toJson(QJsonDocument::Compact).toStdString();
    auto response = http::errorResponse(row.status, row.code, row.message, requestId, details);
    response.headers.insert(response.headers.end(), problem.headers.begin(), problem.headers.end());
    if (row.status == 401 && problem.fault != Fault::SignInFailed)
        response.headers.push_back({"WWW-Authenticate", "Bearer"});
    const auto wait =
        row.status == 503 && problem.retryAfter.count() == 0 ? std::chrono::seconds(1) : problem.retryAfter;
    if (wait.count() > 0)
        response.headers.push_back({"Retry-After", std::to_string(wait.count())});
    return response;
}

} // namespace gateway::api
