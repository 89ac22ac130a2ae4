#pragma once

#include "core/gateway/check/checker.h"

#include <cstdint>
#include <vector>

namespace gateway::check {

//! The times of a key's last calls: exact, where a bucket would only come near. At most `limit` calls are accepted in
//! any 60 s. Empty until the first call. Not for several threads at once.
class SlidingLog {
public:
    static constexpr std::int64_t window = 60000; //!< milliseconds

    struct Answer {
        bool accepted = false;
        RateState state;
    };
    //! Records the call where it is accepted. The clock may step back; then time counts from the newest call on.
    Answer accept(std::uint32_t limit, std::int64_t now);
    RateState state(std::uint32_t limit, std::int64_t now) const;

private:
    void resize(std::uint32_t capacity);
    void followClock(std::int64_t now);
    void forget(std::int64_t now);
    //! The index of the call that is \a back calls ago; 1 is the newest.
    std::size_t index(std::uint32_t back) const;
    std::int64_t time(std::uint32_t back) const;
    RateState stateOf(std::uint32_t counting, std::uint32_t limit, std::int64_t now) const;

    // The two ends stand here: most calls only write into the ring, of which nothing may be near any more.
    std::int64_t m_newest = 0;
    std::int64_t m_oldest = 0;
    std::vector<std::uint32_t>
        m_times; //!< a ring, modulo 2³²: all within a minute. Grows with the calls, up to the limit
    std::uint32_t m_next = 0;
    std::uint32_t m_count = 0; //!< what still counted at the last `accept`
};

} // namespace gateway::check
