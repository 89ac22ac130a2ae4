#include "core/gateway/check/eventqueue.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <mutex>

namespace gateway::check {

namespace {

constexpr std::size_t longestPath = 512;

} // namespace

struct EventQueue::State {
    explicit State(std::size_t most) : capacity(most) {}

    const std::size_t capacity;
    std::mutex mutex;
    std::vector<RequestEvent> fresh; //!< under mutex
    std::size_t waiting = 0;         //!< under mutex: in `fresh` and in `taken`

    std::mutex takerMutex;
    std::vector<RequestEvent> taken; //!< under takerMutex: left over from a take of less than all
    std::size_t next = 0;            //!< under takerMutex: the first in `taken` that is still there

    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> dropped{0};
    std::atomic<std::uint64_t> allowed{0};
    std::atomic<std::uint64_t> refused{0};
};

EventQueue::EventQueue(std::size_t capacity) : m_state(std::make_unique<State>(capacity)) {}
EventQueue::~EventQueue() = default;

void EventQueue::push(RequestEvent event)
{
    count(event.code.empty());
    if (event.path.size() > longestPath)
        event.path.resize(longestPath);
    {
        const std::scoped_lock lock(m_state->mutex);
        if (m_state->waiting < m_state->capacity) {
            m_state->fresh.push_back(std::move(event));
            ++m_state->waiting;
            m_state->accepted.fetch_add(1, std::memory_order_relaxed);
            return;
        }
    }
    m_state->dropped.fetch_add(1, std::memory_order_relaxed);
}

void EventQueue::count(bool allowed)
{
    (allowed ? m_state->allowed : m_state->refused).fetch_add(1, std::memory_order_relaxed);
}

std::vector<RequestEvent> EventQueue::take(std::size_t most)
{
    const std::scoped_lock takerLock(m_state->takerMutex);
    auto &taken = m_state->taken;
    if (m_state->next == taken.size()) {
        taken.clear();
        m_state->next = 0;
        // Swapped, not copied: the I/O threads wait for one exchange of pointers at most.
        const std::scoped_lock lock(m_state->mutex);
        taken.swap(m_state->fresh);
    }
    const std::size_t number = std::min(most, taken.size() - m_state->next);
    const auto first = taken.begin() + static_cast<std::ptrdiff_t>(m_state->next);
    std::vector<RequestEvent> events(std::make_move_iterator(first),
                                     std::make_move_iterator(first + static_cast<std::ptrdiff_t>(number)));
    m_state->next += number;
    const std::scoped_lock lock(m_state->mutex);
    m_state->waiting -= number;
    return events;
}

EventCounts EventQueue::counts() const
{
    EventCounts counts;
    counts.accepted = m_state->accepted.load(std::memory_order_relaxed);
    counts.dropped = m_state->dropped.load(std::memory_order_relaxed);
    counts.allowed = m_state->allowed.load(std::memory_order_relaxed);
    counts.refused = m_state->refused.load(std::memory_order_relaxed);
    return counts;
}

} // namespace gateway::check
