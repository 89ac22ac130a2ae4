#pragma once

#include "core/gateway/http/message.h"

#include <string>

namespace gateway::store {
class Database;
}

namespace gateway::api {

class Workers;
struct Tools;

//! What Prometheus reads: counters and gauges, without a name of anybody.
http::Response metricsOf(const Tools &tools, store::Database &database);

//! Serves nothing else, to whoever reaches the address that it was given.
class MetricsService final : public http::Service {
public:
    //! Both outlive it.
    MetricsService(const Tools &tools, Workers &workers) : m_tools(tools), m_workers(workers) {}

    bool answerNow(const http::RequestView &request, bool keepAlive, std::string &out) override;
    void handle(http::Request request, http::Reply reply) override;

private:
    const Tools &m_tools;
    Workers &m_workers;
};

} // namespace gateway::api
