#pragma once

#include "core/net/httpclient.h"
#include "tests/core/services/livegateway.h"

namespace test {

//! A program that comes with the personal token of a gateway's person.
class TokenCaller {
public:
    TokenCaller(core::HttpClient &http, const LiveGateway &gateway) : m_http(http), m_gateway(gateway) {}

    //! Reads the token as the person would, in a session of its own.
    bool readToken();
    //! The status of a call with it; 0: no answer.
    int call();

private:
    std::optional<core::HttpReply> send(const QString &path, QList<std::pair<QByteArray, core::Secret>> secrets,
                                        const QByteArray &body = {});

    core::HttpClient &m_http;
    const LiveGateway &m_gateway;
    core::Secret m_token;
};

} // namespace test
