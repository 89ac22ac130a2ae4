#pragma once

#include "core/gateway/check/callcounts.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace gateway::check {

//! One call as the activity will show it. Never a secret, a cookie or a query string; the path is cut at 512 bytes, the
//! agent at 256. The texts belong to whoever made the event.
struct RequestEvent {
    std::int64_t at = 0;                 //!< milliseconds since 1970
    std::shared_ptr<const KeyFacts> key; //!< null where no key was recognized
    std::string_view method;
    std::string_view path;
    std::string_view route; //!< method and pattern as the profile lists them; empty where it lists none
    std::string_view scope;
    std::string_view code; //!< the contract's error code; empty where allowed
    std::string_view address;
    std::string_view userAgent;
    std::uint16_t status = 0;
};

struct EventCounts {
    std::uint64_t accepted = 0;                          //!< events that went into the queue
    std::uint64_t dropped = 0;                           //!< details that did not fit; counted all the same
    std::uint64_t unkeyed = 0;                           //!< of the calls without an event, those counted under no key
    std::array<std::uint64_t, callOutcomes> byOutcome{}; //!< of all calls

    std::uint64_t calls() const;
};

//! Between the I/O threads and the writer: bounded, so that a slow disk never slows a check. Where it is full, details
//! are lost and counts are not: each call comes out once, either by `take` or in a row of `takeOverflow`.
class EventQueue {
public:
    //! \a mostRows: of the overflow.
    explicit EventQueue(std::size_t capacity, std::size_t mostRows = 65536);
    ~EventQueue();
    EventQueue(const EventQueue &) = delete;
    EventQueue &operator=(const EventQueue &) = delete;

    //! From any thread. Copies the texts.
    void push(RequestEvent event);
    //! For a call of which no detail is wanted: only counts it, as where the queue is full. From any thread.
    void count(const std::shared_ptr<const KeyFacts> &key, std::int64_t at, int status);
    //! For the one writer: takes everything there is (oldest first), at most \a most. The events live until the next
    //! call of this.
    std::span<const RequestEvent> take(std::size_t most = 10000);
    //! For the one writer: the calls since the last time that left no event. They are the caller's from then on.
    std::vector<CountedCalls> takeOverflow();
    EventCounts counts() const;
    //! When the oldest call was made that the writer may not have written (as RequestEvent::at); 0: there is none.
    std::int64_t oldestWaiting() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace gateway::check
