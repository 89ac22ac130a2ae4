#include "core/gateway/check/slidinglog.h"

#include <algorithm>

namespace gateway::check {

namespace {

//! Threads read the clock before they reach the log, so times arrive out of order: by how much, only a stalled machine
//! knows. More than this is a clock that was set back.
constexpr std::int64_t disorder = SlidingLog::window;
constexpr std::uint32_t smallest = 16;

} // namespace

SlidingLog::Answer SlidingLog::accept(std::uint32_t limit, std::int64_t now)
{
    if (m_times.size() > limit)
        resize(limit);
    if (limit == 0)
        return {false, stateOf(0, limit, now)};
    if (m_count > 0)
        followClock(now);
    const std::int64_t at = m_count > 0 ? std::max(now, m_newest) : now;
    forget(at);
    if (m_count == m_times.size()) {
        if (m_count == limit)
            return {false, stateOf(m_count, limit, now)};
        resize(std::min(limit, std::max(smallest, 2 * m_count)));
    }
    m_times[m_next] = static_cast<std::uint32_t>(at);
    if (++m_next == m_times.size())
        m_next = 0;
    m_newest = at;
    if (m_count++ == 0)
        m_oldest = at;
    return {true, stateOf(m_count, limit, now)};
}

RateState SlidingLog::state(std::uint32_t limit, std::int64_t now) const
{
    // Nothing is recorded, so nothing may be forgotten: the calls that still count are found by halving.
    std::uint32_t counting = 0;
    std::uint32_t below = std::min(m_count, limit) + 1;
    while (below - counting > 1) {
        const std::uint32_t middle = counting + (below - counting) / 2;
        (time(middle) + window > now ? counting : below) = middle;
    }
    return stateOf(counting, limit, now);
}

RateState SlidingLog::stateOf(std::uint32_t counting, std::uint32_t limit, std::int64_t now) const
{
    if (limit == 0)
        return {0, 0, static_cast<std::uint32_t>(window / 1000)};
    RateState state{limit, limit - counting, 0};
    if (counting > 0) {
        const std::int64_t wait = (counting == m_count ? m_oldest : time(counting)) + window - now;
        state.resetSeconds = static_cast<std::uint32_t>((std::min(wait, window) + 999) / 1000);
    }
    return state;
}

//! Each call is forgotten once, so this costs each call the same however many count.
void SlidingLog::forget(std::int64_t now)
{
    while (m_count > 0 && m_oldest + window <= now) {
        if (--m_count > 0)
            m_oldest = time(m_count);
    }
}

void SlidingLog::resize(std::uint32_t capacity)
{
    const std::uint32_t kept = std::min(m_count, capacity);
    std::vector<std::uint32_t> times(capacity);
    for (std::uint32_t i = 0; i < kept; ++i)
        times[i] = m_times[index(kept - i)];
    if (kept > 0)
        m_oldest = time(kept);
    m_times = std::move(times);
    m_count = kept;
    m_next = capacity == 0 ? 0 : kept % capacity;
}

void SlidingLog::followClock(std::int64_t now)
{
    const std::int64_t early = m_newest - now;
    if (early <= disorder)
        return;
    // Set back with the clock: otherwise a key that was at its limit would be refused until the clock has caught up.
    for (auto &time : m_times)
        time -= static_cast<std::uint32_t>(early);
    m_newest -= early;
    m_oldest -= early;
}

std::size_t SlidingLog::index(std::uint32_t back) const
{
    return m_next >= back ? m_next - back : m_next + m_times.size() - back;
}

std::int64_t SlidingLog::time(std::uint32_t back) const
{
    return m_newest - static_cast<std::uint32_t>(static_cast<std::uint32_t>(m_newest) - m_times[index(back)]);
}

} // namespace gateway::check
