#pragma once

#include "core/gateway/check/keyfacts.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace gateway::check {

//! One call as the activity will show it. Never a secret, a cookie or a query string; the path is cut at 512 bytes, the
//! agent at 256. The texts belong to whoever made the event.
struct RequestEvent {
    std::int64_t at = 0;                 //!< milliseconds since 1970
    std::shared_ptr<const KeyFacts> key; //!< null where no key was recognized
    std::string_view method;
    std::string_view path;
    std::string_view scope;
    std::string_view code; //!< the contract's error code; empty where allowed
    std::string_view address;
    std::string_view userAgent;
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

    //! From any thread. Copies the texts. Counts the call, too: allowed where `code` is empty.
    void push(RequestEvent event);
    //! Counts a call that leaves no event. From any thread.
    void count(bool allowed);
    //! For the one writer: takes everything there is (oldest first), at most \a most. The events live until the next
    //! call of this.
    std::span<const RequestEvent> take(std::size_t most = 10000);
    EventCounts counts() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace gateway::check
