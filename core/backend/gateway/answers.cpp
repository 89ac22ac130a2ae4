#include "core/backend/gateway/answers.h"

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/net/headers.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core::answers {

namespace {

using Kind = Error::Kind;

struct Row {
    int status;
    QLatin1StringView code;
    Kind kind;
};

// The contract's table. A code that comes with another status than its own is not an answer of the contract.
constexpr std::array rows{
    Row{400, "VALIDATION_FAILED"_L1, Kind::Validation},
    Row{400, "MALFORMED_JSON"_L1, Kind::Server},
    Row{400, "BAD_REQUEST"_L1, Kind::Server},
    Row{400, "IDEMPOTENCY_KEY_REQUIRED"_L1, Kind::Server},
    Row{401, "UNAUTHORIZED"_L1, Kind::Unauthorized},
    Row{401, "SESSION_EXPIRED"_L1, Kind::Unauthorized},
    Row{401, "KEY_EXPIRED"_L1, Kind::Unauthorized},
    Row{401, "KEY_REVOKED"_L1, Kind::Unauthorized},
    Row{401, "KEY_DISABLED"_L1, Kind::Unauthorized},
    Row{401, "SIGN_IN_FAILED"_L1, Kind::SignInFailed},
    Row{403, "FORBIDDEN"_L1, Kind::Forbidden},
    Row{403, "ORIGIN_REFUSED"_L1, Kind::Forbidden},
    Row{403, "HTTPS_REQUIRED"_L1, Kind::Insecure},
    Row{403, "CONFIRMATION_REQUIRED"_L1, Kind::ConfirmationRequired},
    Row{404, "NOT_FOUND"_L1, Kind::NotFound},
    Row{405, "METHOD_NOT_ALLOWED"_L1, Kind::Server},
    Row{409, "CONFLICT"_L1, Kind::Conflict},
    Row{409, "IN_PROGRESS"_L1, Kind::InProgress},
    Row{409, "PLAN_LIMIT_REACHED"_L1, Kind::PlanLimit},
    Row{412, "CHANGED_MEANWHILE"_L1, Kind::ChangedMeanwhile},
    Row{413, "BODY_TOO_LARGE"_L1, Kind::Server},
    Row{415, "UNSUPPORTED_MEDIA_TYPE"_L1, Kind::Server},
    Row{422, "IDEMPOTENCY_CONFLICT"_L1, Kind::Server},
    Row{429, "RATE_LIMITED"_L1, Kind::RateLimited},
    Row{431, "HEADERS_TOO_LARGE"_L1, Kind::Server},
    Row{500, "INTERNAL"_L1, Kind::Server},
    Row{503, "UNAVAILABLE"_L1, Kind::Unavailable},
};

struct Envelope {
    QString code;
    QString message;
    QJsonObject details;
    QString requestId;
};

bool isJson(const HttpReply &reply)
{
    const auto type = reply.header("content-type").toLower();
    return type == "application/json" || type.startsWith("application/json;");
}

std::optional<Envelope> envelopeOf(const HttpReply &reply)
{
    const auto body = isJson(reply) ? parseObject(reply.body) : Result<QJsonObject>(Error{Kind::Protocol});
    if (!body)
        return std::nullopt;
    const auto error = body->value("error"_L1).toObject();
    Envelope envelope{error.value("code"_L1).toString(), error.value("message"_L1).toString(),
                      error.value("details"_L1).toObject(), error.value("request_id"_L1).toString()};
    return envelope.code.isEmpty() ? std::nullopt : std::optional(envelope);
}

//! For what stands between us and the gateway, such as a proxy: only statuses that mean the same from anybody. Above
//! all a foreign 401 or 404 says nothing about a session or a key.
Kind kindOfForeign(int status)
{
    if (status == 429)
        return Kind::RateLimited;
    if (status == 503)
        return Kind::Unavailable;
    return status >= 500 ? Kind::Server : Kind::Protocol;
}

Kind kindOf(int status, const QString &code)
{
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row &r) { return r.code == code; });
    if (row == rows.end())
        return status >= 400 ? Kind::Server : Kind::Protocol;
    return row->status == status ? row->kind : Kind::Protocol;
}

QString scalar(const QJsonValue &value)
{
    if (value.isString())
        return shown(value.toString());
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : QString();
}

std::chrono::seconds pause(const HttpReply &reply, Kind kind)
{
    // By the server's own clock; one that limits without a readable time is left alone for a minute.
    const auto wanted = headers::retryAfter(reply.header("retry-after"), reply.serverTime);
    if (kind == Kind::RateLimited)
        return std::max(wanted.value_or(std::chrono::seconds(60)), std::chrono::seconds(1));
    return kind == Kind::Unavailable ? wanted.value_or(std::chrono::seconds(0)) : std::chrono::seconds(0);
}

Error unexpected(const HttpReply &reply)
{
    return {Kind::Protocol, u"an answer %1 that was not expected"_s.arg(reply.status)};
}

} // namespace

Error::Kind kindOf(const QString &code)
{
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row &r) { return r.code == code; });
    return row == rows.end() ? Kind::Server : row->kind;
}

Error error(const HttpReply &reply)
{
    const auto envelope = reply.status >= 400 ? envelopeOf(reply) : std::nullopt;
    if (reply.status < 400)
        return unexpected(reply);
    Error error{envelope ? kindOf(reply.status, envelope->code) : kindOfForeign(reply.status)};
    error.retryAfter = pause(reply, error.kind);
    error.detail = QString::number(reply.status);
    error.requestId = shown(QString::fromUtf8(reply.header("x-request-id")), 64);
    if (!envelope)
        return error;
    error.detail = redacted(shown(u"%1 %2: %3"_s.arg(reply.status).arg(envelope->code, envelope->message)));
    if (error.requestId.isEmpty())
        error.requestId = shown(envelope->requestId, 64);
    const auto fields = envelope->details.value("fields"_L1).toObject();
    for (auto field = fields.begin(); field != fields.end(); ++field)
        error.fields.insert(field.key(), scalar(field.value()));
    for (auto fact = envelope->details.begin(); fact != envelope->details.end(); ++fact) {
        if (fact->isString() || fact->isDouble())
            error.facts.insert(fact.key(), scalar(fact.value()));
    }
    return error;
}

Result<QJsonObject> object(const HttpReply &reply, int status)
{
    if (reply.status != status)
        return error(reply);
    if (!isJson(reply))
        return Error{Kind::Protocol, u"an answer that is not JSON"_s};
    return parseObject(reply.body);
}

Result<> nothing(const HttpReply &reply)
{
    return reply.status == 204 ? Result<>() : Result<>(error(reply));
}

} // namespace core::answers
