#include "core/gateway/check/eventqueue.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <numeric>
#include <utility>
#include <vector>

namespace gateway::check {

namespace {

constexpr std::size_t longestMethod = 64;
constexpr std::size_t longestPath = 512;
constexpr std::size_t longestAgent = 256;
constexpr std::size_t longestWord = 128; //!< of what is the gateway's own

//! Events and their texts, which do not move: they come and go by thousands, without an allocation each.
class Batch {
public:
    void add(RequestEvent event)
    {
        event.method = keep(event.method, longestMethod);
        event.path = keep(event.path, longestPath);
        event.route = keep(event.route, longestPath);
        event.scope = keep(event.scope, longestWord);
        event.code = keep(event.code, longestWord);
        event.address = keep(event.address, longestWord);
        event.userAgent = keep(event.userAgent, longestAgent);
        m_events.push_back(std::move(event));
    }
    std::span<const RequestEvent> events() const { return m_events; }

    //! Keeps some of the memory for what comes next.
    void clear()
    {
        m_events.clear();
        if (m_events.capacity() > eventsToKeep)
            m_events = {};
        m_blocks.resize(std::min(m_blocks.size(), blocksToKeep));
        m_block = 0;
        m_used = 0;
    }

private:
    static constexpr std::size_t eventsToKeep = 16384;
    static constexpr std::size_t blocksToKeep = 32;
    using Block = std::array<char, 65536>;

    std::string_view keep(std::string_view text, std::size_t longest)
    {
        text = text.substr(0, longest);
        if (text.empty())
            return {};
        if (m_used + text.size() > sizeof(Block)) {
            ++m_block;
            m_used = 0;
        }
        if (m_block == m_blocks.size())
            m_blocks.push_back(std::make_unique<Block>());
        char *const place = m_blocks[m_block]->data() + m_used;
        std::copy(text.begin(), text.end(), place);
        m_used += text.size();
        return {place, text.size()};
    }

    std::vector<RequestEvent> m_events;
    std::vector<std::unique_ptr<Block>> m_blocks;
    std::size_t m_block = 0; //!< the one that is being filled
    std::size_t m_used = 0;  //!< of it
};

} // namespace

struct EventQueue::State {
    State(std::size_t most, std::size_t rows) : capacity(most), overflow(rows) {}

    void tally(int status)
    {
        byOutcome[static_cast<std::size_t>(outcomeOf(status))].fetch_add(1, std::memory_order_relaxed);
    }
    //! Under mutex.
    void countLocked(const std::shared_ptr<const KeyFacts> &key, std::int64_t at, int status)
    {
        if (!overflow.add(key, at, status))
            unkeyed.fetch_add(1, std::memory_order_relaxed);
    }

    const std::size_t capacity;
    std::mutex mutex;
    Batch fresh;             //!< under mutex
    std::size_t waiting = 0; //!< under mutex: in `fresh` and in `taken`
    CallCounts overflow;     //!< under mutex

    std::mutex takerMutex;
    Batch taken;          //!< under takerMutex: what the writer has, and what a take of less than all left over
    std::size_t next = 0; //!< under takerMutex: the first in `taken` that was not given out
    std::size_t last = 0; //!< under takerMutex: the first in `taken` that the latest take gave out

    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> dropped{0};
    std::atomic<std::uint64_t> unkeyed{0};
    std::array<std::atomic<std::uint64_t>, callOutcomes> byOutcome{};
};

std::uint64_t EventCounts::calls() const
{
    return std::accumulate(byOutcome.begin(), byOutcome.end(), std::uint64_t(0));
}

EventQueue::EventQueue(std::size_t capacity, std::size_t mostRows)
    : m_state(std::make_unique<State>(capacity, mostRows))
{
}
EventQueue::~EventQueue() = default;

void EventQueue::push(RequestEvent event)
{
    m_state->tally(event.status);
    const std::scoped_lock lock(m_state->mutex);
    if (m_state->waiting >= m_state->capacity) {
        m_state->dropped.fetch_add(1, std::memory_order_relaxed);
        return m_state->countLocked(event.key, event.at, event.status);
    }
    m_state->fresh.add(std::move(event));
    ++m_state->waiting;
    m_state->accepted.fetch_add(1, std::memory_order_relaxed);
}

void EventQueue::count(const std::shared_ptr<const KeyFacts> &key, std::int64_t at, int status)
{
    m_state->tally(status);
    const std::scoped_lock lock(m_state->mutex);
    m_state->countLocked(key, at, status);
}

std::span<const RequestEvent> EventQueue::take(std::size_t most)
{
    const std::scoped_lock takerLock(m_state->takerMutex);
    Batch &taken = m_state->taken;
    if (m_state->next == taken.events().size()) {
        taken.clear();
        m_state->next = 0;
        // Swapped, not copied: the I/O threads wait for one exchange of pointers at most.
        const std::scoped_lock lock(m_state->mutex);
        std::swap(taken, m_state->fresh);
    }
    const auto events = taken.events().subspan(m_state->next);
    const auto given = events.first(std::min(most, events.size()));
    m_state->last = m_state->next;
    m_state->next += given.size();
    const std::scoped_lock lock(m_state->mutex);
    m_state->waiting -= given.size();
    return given;
}

std::vector<CountedCalls> EventQueue::takeOverflow()
{
    const std::scoped_lock lock(m_state->mutex);
    return m_state->overflow.take();
}

std::int64_t EventQueue::oldestWaiting() const
{
    const std::scoped_lock takerLock(m_state->takerMutex);
    if (const auto taken = m_state->taken.events(); m_state->last < taken.size())
        return taken[m_state->last].at;
    const std::scoped_lock lock(m_state->mutex);
    const auto fresh = m_state->fresh.events();
    return fresh.empty() ? 0 : fresh.front().at;
}

EventCounts EventQueue::counts() const
{
    EventCounts counts;
    counts.accepted = m_state->accepted.load(std::memory_order_relaxed);
    counts.dropped = m_state->dropped.load(std::memory_order_relaxed);
    counts.unkeyed = m_state->unkeyed.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < callOutcomes; ++i)
        counts.byOutcome[i] = m_state->byOutcome[i].load(std::memory_order_relaxed);
    return counts;
}

} // namespace gateway::check
