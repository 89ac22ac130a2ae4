#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::check {

//! One call as the activity will show it. Never a secret, a cookie or a query string; the path is cut at 512 bytes.
struct RequestEvent {
    std::int64_t at = 0; //!< milliseconds since 1970
    std::string keyId;   //!< empty where no key was recognized
    std::string organizationId;
    std::string method;
    std::string path;
    std::string scope;
    std::string code; //!< the contract's error code; empty where allowed
    std::string address;
    std::string userAgent;
    std::uint16_t status = 0;
};

struct EventCounts {
    std::uint64_t accepted = 0; //!< events that went into the queue
    std::uint64_t dropped = 0;  //!< details that did not fit; counted all the same
    std::uint64_t allowed = 0;
    std::uint64_t refused = 0;
};

//! Between the I/O threads and the writer: bounded, so that a slow disk never slows a check.
class EventQueue {
public:
    explicit EventQueue(std::size_t capacity = 262144);
    ~EventQueue();
    EventQueue(const EventQueue &) = delete;
    EventQueue &operator=(const EventQueue &) = delete;

    //! From any thread. Counts the call, too: allowed where `code` is empty.
    void push(RequestEvent event);
    //! Counts a call that leaves no event. From any thread.
    void count(bool allowed);
    //! For the one writer: takes everything there is (oldest first), at most \a most.
    std::vector<RequestEvent> take(std::size_t most = 10000);
    EventCounts counts() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace gateway::check
