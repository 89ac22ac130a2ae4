#pragma once

#include "core/gateway/api/call.h"
#include "core/gateway/api/routes.h"
#include "core/gateway/check/callcheck.h"

namespace gateway::api {

class Workers;

//! A request's way through the API: the check on each call first, then the route table, then a worker.
class Service final : public http::Service {
public:
    //! All outlive it.
    Service(check::CallCheck &check, Tools &tools, Workers &ordinary, Workers &password);

    bool answerNow(const http::RequestView &request, bool keepAlive, std::string &out) override;
    void handle(http::Request request, http::Reply reply) override;

private:
    struct Waiting;
    //! Has a worker do \a step, and then answers, or goes on as that says.
    void perform(const std::shared_ptr<Waiting> &waiting, const Step &step);
    void settle(const std::shared_ptr<Waiting> &waiting, Call &call, const Step &step);

    check::CallCheck &m_check;
    Tools &m_tools;
    Workers &m_ordinary;
    Workers &m_password;
};

} // namespace gateway::api
