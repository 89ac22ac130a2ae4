#pragma once

#include "core/gateway/http/headscan.h"
#include "core/gateway/http/message.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gateway::http {

//! What a reader must know of its server.
struct ReaderRules {
    Limits limits;
    std::function<bool(std::string_view hostname)> servesHost;
};

//! Turns a connection's bytes into requests, by Boost.Beast's parser. What Beast leaves to the application is refused
//! here: no or a second Host or one that is not served, methods, framing by two headers, folded lines, absolute
//! targets elsewhere, trailers, expectations, sizes.
class RequestReader {
public:
    enum class Step {
        NeedMore,
        SendContinue, //!< the client waits for `100 Continue` before it sends the body
        Ready,
        Refused
    };

    explicit RequestReader(const ReaderRules &rules);
    ~RequestReader();
    RequestReader(const RequestReader &) = delete;
    RequestReader &operator=(const RequestReader &) = delete;

    //! Takes from the front of \a input what it has understood. What it has not comes again, with more behind it.
    Step read(std::string_view &input);
    const Fault &fault() const { return m_fault; }

    //! A head has come whole, its body has not.
    bool isInBody() const;

    // Of the request that is ready:
    //! Without address, id and secure, which the connection knows.
    RequestView view() const;
    //! Likewise, as a copy that owns its parts.
    Request request() const;
    bool keepAlive() const;
    //! The last header of that name.
    std::string_view lastHeader(std::string_view name) const;

    //! For the next request.
    void restart();

private:
    struct Parser;

    Step refuse(const Fault &fault);
    Step readHead(std::string_view &input);
    Step readBody(std::string_view &input);

    const ReaderRules &m_rules;
    HeadScan m_scan;
    Fault m_fault;
    std::unique_ptr<Parser> m_parser;
};

} // namespace gateway::http
