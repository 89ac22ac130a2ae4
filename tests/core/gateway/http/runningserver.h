#pragma once

#include "core/gateway/http/server.h"
#include "echoservice.h"

#include <utility>

namespace test {

//! A server with its service; the server goes first.
struct Running {
    explicit Running(gateway::http::Options options = {}) : server(std::move(options), service), started(server.start())
    {
    }
    test::EchoService service;
    gateway::http::Server server;
    gateway::http::Started started;
};

} // namespace test
