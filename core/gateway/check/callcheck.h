#pragma once

#include "core/gateway/check/checker.h"
#include "core/gateway/check/credential.h"
#include "core/gateway/http/message.h"

#include <functional>
#include <string>
#include <string_view>

namespace gateway::check {

class EventQueue;

//! How a verdict is told, here and by the API alike. Allowed has no refusal: status 200 and no code.
struct Refusal {
    int status = 200;
    std::string_view code;    //!< the contract's error code
    std::string_view message; //!< for a person
    std::string challenge;    //!< WWW-Authenticate; empty where there is none
    std::string details = "{}";
};
Refusal refusalOf(const Decision &decision);
//! For Credential::Kind::Conflict.
Refusal conflictRefusal();

//! Answers the calls that need no database, on the I/O thread:
//! `GET /api/v1/whoami` with a key, `GET|POST /api/v1/authorize`, and with sample routes the profiles' own routes.
class CallCheck {
public:
    struct Options {
        bool sampleRoutes = false;
        bool eventDetail = true; //!< off: calls are counted, but leave no event
    };
    //! Milliseconds since 1970.
    using Clock = std::function<std::int64_t()>;

    //! Both outlive it. Without \a clock: the system's.
    CallCheck(Checker &checker, EventQueue &events, Options options, Clock clock = {});

    //! For Service::answerNow. False (and \a out untouched) for every other path, and for credentials that only the
    //! API knows: a cookie, a personal token, or none at all on /whoami.
    bool answer(const http::RequestView &request, bool keepAlive, std::string &out);

private:
    struct Call;
    bool whoami(const Call &call);
    bool authorize(const Call &call);
    bool sample(const Call &call);
    void refuse(const Call &call, Decision decision, const Refusal &refusal);
    void record(const Call &call, Decision decision, int status, std::string_view code);

    Checker &m_checker;
    EventQueue &m_events;
    const bool m_sampleRoutes;
    const bool m_eventDetail;
    const Clock m_clock;
};

} // namespace gateway::check
