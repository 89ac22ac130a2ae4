#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

//! The gateway's HTTP, in plain C++ without Qt: so ThreadSanitizer can judge it.
namespace gateway::http {

struct Header {
    std::string name; //!< lower-case in requests
    std::string value;
};

//! A request that owns its parts, for a worker thread. The parser has refused what is malformed before one exists.
struct Request {
    std::string method; //!< GET, HEAD, POST, PATCH, PUT, DELETE or OPTIONS
    std::string path;   //!< as sent, without query; begins with '/'
    std::string query;  //!< without '?'
    std::vector<Header> headers;
    std::string body;
    std::string address;   //!< the peer's address without port (behind a proxy: what the proxy says)
    std::string requestId; //!< becomes X-Request-Id and `request_id`
    bool secure = false;   //!< came over TLS, here or at the proxy

    std::string_view header(std::string_view lowerCaseName) const;
    std::size_t count(std::string_view lowerCaseName) const;
};

class Stream;

struct Response {
    int status = 200;
    std::string contentType = "application/json; charset=utf-8"; //!< empty: no body and no Content-Type
    std::vector<Header> headers;
    std::string body;
    bool noStore = true;
    //! Set: the answer has no end of its own. The body is how it begins; then this gets the rest to write, once, on an
    //! I/O thread. Dropped unused where nobody waits for it: the request was a HEAD, the client has gone.
    std::function<void(std::shared_ptr<Stream>)> stream{};
};

//! Settles one request, from any thread, once. Dropping it unused closes the connection with 503.
using Reply = std::function<void(Response)>;

//! The request as it lies in the connection's buffer; valid only during the call that gets it.
struct RequestView {
    std::string_view method;
    std::string_view path;
    std::string_view query;
    std::string_view authorization;
    std::string_view apiKey; //!< x-api-key
    std::string_view address;
    std::string_view userAgent;
    std::string_view requestId; //!< goes into the answer
    bool secure = false;
    const void *raw = nullptr; //!< for the two functions below
    std::string_view (*find)(const void *raw, std::string_view lowerCaseName) = nullptr;
    std::size_t (*countOf)(const void *raw, std::string_view lowerCaseName) = nullptr;

    //! The first header of that name; empty where there is none.
    std::string_view header(std::string_view lowerCaseName) const
    {
        return find ? find(raw, lowerCaseName) : std::string_view();
    }
    std::size_t count(std::string_view lowerCaseName) const { return countOf ? countOf(raw, lowerCaseName) : 0; }
};

//! What the server asks for answers.
class Service {
public:
    virtual ~Service() = default;
    //! On an I/O thread: appends a whole HTTP/1.1 response (status line to body) to \a out and returns true, or returns
    //! false at once without having touched it. Never blocks and never touches a database.
    virtual bool answerNow(const RequestView &request, bool keepAlive, std::string &out) = 0;
    //! On an I/O thread: takes the request over and returns at once; the answer comes through \a reply.
    virtual void handle(Request request, Reply reply) = 0;
};

} // namespace gateway::http
