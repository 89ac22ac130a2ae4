#include "core/gateway/api/service.h"

#include "core/gateway/api/authentication.h"
#include "core/gateway/api/workers.h"
#include "core/gateway/store/database.h"

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

std::optional<Problem> notJson(const http::Request &request)
{
    auto type = request.header("content-type");
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' '))
        type.remove_suffix(1);
    const auto isEqual = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; };
    constexpr std::string_view wanted = "application/json";
    if (std::equal(type.begin(), type.end(), wanted.begin(), wanted.end(), isEqual))
        return std::nullopt;
    return Problem{Fault::UnsupportedMediaType};
}

std::optional<Problem> readBody(Call &call, Route::Body wanted)
{
    if (call.request.body.empty() && wanted == Route::Body::None)
        return std::nullopt;
    if (const auto problem = notJson(call.request))
        return problem;
    const auto body = parseBody(call.request.body);
    if (!body)
        return body.problem();
    call.body = *body;
    // Where no member is known, each one is unknown.
    return wanted == Route::Body::None ? BodyReader(call.body).problem() : std::nullopt;
}

std::optional<Problem> admit(Call &call, Route::Need need)
{
    if (const auto foreign = foreignOrigin(call.request))
        return foreign;
    if (need == Route::Need::Anyone)
        return std::nullopt;
    auto caller = authenticate(call);
    if (!caller)
        return caller.problem();
    call.caller = std::move(*caller);
    if (need == Route::Need::Session && !call.caller->session)
        return forbidden(u"session"_s);
    return need == Route::Need::Confirmed ? unconfirmed(call) : std::nullopt;
}

Outcome<Answer> work(Call &call, const Route &route)
{
    if (const auto refused = admit(call, route.need))
        return *refused;
    if (const auto unread = readBody(call, route.body))
        return *unread;
    return route.answer(call);
}

http::Response responseOf(const Call &call, const Outcome<Answer> &outcome)
{
    if (call.database.failed())
        return responseTo({Fault::Unavailable}, call.request.requestId);
    if (!outcome)
        return responseTo(outcome.problem(), call.request.requestId);
    return {outcome->status, outcome->contentType, outcome->headers, outcome->body, true, outcome->stream};
}

} // namespace

//! What a copyable std::function needs of a request that is only moved.
struct Service::Waiting {
    http::Request request;
    http::Reply reply;
    Match match;
};

Service::Service(check::CallCheck &check, Tools &tools, Workers &ordinary, Workers &password)
    : m_check(check), m_tools(tools), m_ordinary(ordinary), m_password(password)
{
}

bool Service::answerNow(const http::RequestView &request, bool keepAlive, std::string &out)
{
    return m_check.answer(request, keepAlive, out);
}

void Service::handle(http::Request request, http::Reply reply)
{
    auto match = findRoute(request.method, request.path);
    if (match.route == nullptr) {
        Problem problem{match.allowed.empty() ? Fault::NotFound : Fault::MethodNotAllowed};
        if (!match.allowed.empty())
            problem.headers.push_back({"Allow", match.allowed});
        reply(responseTo(problem, request.requestId));
        return;
    }
    const auto *route = match.route;
    const auto waiting = std::make_shared<Waiting>(Waiting{std::move(request), std::move(reply), std::move(match)});
    perform(waiting, [route](Call &call) { return work(call, *route); });
}

void Service::perform(const std::shared_ptr<Waiting> &waiting, const Step &step)
{
    auto &lane = waiting->match.route->lane == Route::Lane::Password ? m_password : m_ordinary;
    const bool taken = lane.post([this, waiting, step](store::Database &database) {
        Call call{waiting->request, database, m_tools, m_tools.clock.now(), waiting->match.parameters};
        settle(waiting, call, step);
    });
    if (!taken)
        waiting->reply(responseTo({Fault::Unavailable, {}, {}, std::chrono::seconds(2)}, waiting->request.requestId));
}

void Service::settle(const std::shared_ptr<Waiting> &waiting, Call &call, const Step &step)
{
    call.database.clearFault();
    const auto outcome = step(call);
    if (outcome && outcome->later && !call.database.failed())
        outcome->later([this, waiting](const Step &next) { perform(waiting, next); });
    else
        waiting->reply(responseOf(call, outcome));
}

} // namespace gateway::api
