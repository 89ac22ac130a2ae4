#pragma once

#include "core/gateway/http/message.h"

#include <QJsonObject>
#include <QString>
#include <chrono>
#include <variant>

namespace gateway::api {

//! Everything that the API refuses with, by the contract's error codes.
enum class Fault {
    ValidationFailed,
    MalformedJson,
    IdempotencyKeyRequired,
    Unauthorized,
    KeyExpired,
    KeyRevoked,
    KeyDisabled,
    SessionExpired,
    SignInFailed,
    Forbidden,
    OriginRefused,
    ConfirmationRequired,
    NotFound,
    MethodNotAllowed,
    Conflict,
    InProgress,
    PlanLimitReached,
    ChangedMeanwhile,
    UnsupportedMediaType,
    IdempotencyConflict,
    RateLimited,
    Internal,
    Unavailable
};

struct Problem {
    Fault fault;
    QJsonObject details{};
    std::vector<http::Header> headers{};
    std::chrono::seconds retryAfter{0};
};

//! VALIDATION_FAILED for one member.
Problem invalid(const QString &member, const QString &words);
//! FORBIDDEN with `missing_permission`.
Problem forbidden(const QString &permission);

//! RATE_LIMITED: \a most were allowed, and \a wait is how long until one more is.
Problem limited(std::size_t most, std::chrono::seconds wait);

//! The contract's error code.
std::string_view codeOf(Fault fault);
//! The one writer of the API's error answers.
http::Response responseTo(const Problem &problem, const std::string &requestId);

//! A value or a Problem.
template <typename T>
class [[nodiscard]] Outcome {
public:
    Outcome(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Outcome(Problem problem) : m_state(std::in_place_index<1>, std::move(problem)) {}

    explicit operator bool() const { return m_state.index() == 0; }
    const T &operator*() const { return std::get<0>(m_state); }
    const T *operator->() const { return &std::get<0>(m_state); }
    T &operator*() { return std::get<0>(m_state); }
    T *operator->() { return &std::get<0>(m_state); }
    const Problem &problem() const { return std::get<1>(m_state); }

private:
    std::variant<T, Problem> m_state;
};

} // namespace gateway::api
