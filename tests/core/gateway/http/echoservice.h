#pragma once

#include "core/gateway/http/message.h"
#include "core/gateway/http/reply.h"
#include "core/gateway/http/stream.h"

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace test {

//! `/now` at once; `/later` from another thread; `/held` when released; `/dropped` never; `/stream` goes on after
//! "begun;"; the rest is echoed.
class EchoService final : public gateway::http::Service {
public:
    ~EchoService() override
    {
        for (auto &thread : m_threads)
            thread.join();
    }
    bool answerNow(const gateway::http::RequestView &request, bool keepAlive, std::string &out) override
    {
        if (request.path != "/now")
            return false;
        const gateway::http::ReplyContext context{request.requestId, keepAlive, request.method == "HEAD"};
        gateway::http::beginReply(out, 200, context);
        gateway::http::endReply(out, "text/plain; charset=utf-8", "now", context);
        return true;
    }
    void handle(gateway::http::Request request, gateway::http::Reply reply) override
    {
        const std::scoped_lock lock(m_mutex);
        gateway::http::Response response;
        response.body = request.method + ' ' + request.path + '?' + request.query + '|' + request.body + '|' +
                        request.address + '|' + (request.secure ? "secure" : "plain");
        m_last = request;
        if (request.path == "/dropped")
            return;
        if (request.path == "/later")
            m_threads.emplace_back([response, reply] { reply(response); });
        else if (request.path == "/stream")
            reply(begun());
        else if (request.path == "/held")
            m_held.push_back(std::move(reply));
        else
            reply(response);
    }
    std::size_t held() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_held.size();
    }
    void release()
    {
        const std::scoped_lock lock(m_mutex);
        for (auto &reply : m_held)
            reply({});
        m_held.clear();
    }
    //! The streams that were opened and not dropped.
    std::vector<std::shared_ptr<gateway::http::Stream>> streams() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_streams;
    }
    void dropStreams()
    {
        const std::scoped_lock lock(m_mutex);
        m_streams.clear();
    }
    gateway::http::Request last() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_last;
    }

private:
    gateway::http::Response begun()
    {
        gateway::http::Response response;
        response.contentType = "text/event-stream";
        response.body = "begun;";
        response.stream = [this](std::shared_ptr<gateway::http::Stream> stream) {
            const std::scoped_lock lock(m_mutex);
            m_streams.push_back(std::move(stream));
        };
        return response;
    }

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<gateway::http::Stream>> m_streams;
    std::vector<std::thread> m_threads;
    std::vector<gateway::http::Reply> m_held;
    gateway::http::Request m_last;
};

} // namespace test
