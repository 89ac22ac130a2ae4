#include "core/gateway/check/callcounts.h"

#include <algorithm>
#include <utility>

namespace gateway::check {

namespace {

constexpr std::int64_t hourLength = 3600 * 1000;

std::int64_t numberOf(const std::shared_ptr<const KeyFacts> &key)
{
    return key ? key->number : 0;
}

} // namespace

CallOutcome outcomeOf(int status)
{
    switch (status) {
    case 401: return CallOutcome::Unauthorized;
    case 403: return CallOutcome::Forbidden;
    case 429: return CallOutcome::Limited;
    default: return status < 400 ? CallOutcome::Ok : CallOutcome::Other;
    }
}

bool CallCounts::add(const std::shared_ptr<const KeyFacts> &key, std::int64_t at, int status)
{
    const std::int64_t hour = at - at % hourLength;
    if (m_slots.size() < 2 * (m_rows.size() + 1))
        grow();
    std::size_t slot = slotOf(numberOf(key), hour);
    const bool fits = m_slots[slot] != 0 || !key || m_rows.size() < m_mostRows;
    if (!fits)
        slot = slotOf(0, hour);
    CountedCalls &counted =
        m_slots[slot] != 0 ? m_rows[m_slots[slot] - 1] : insert(slot, {fits ? key : nullptr, hour, at, {}});
    counted.lastAt = std::max(counted.lastAt, at);
    ++counted.byOutcome[static_cast<std::size_t>(outcomeOf(status))];
    return fits;
}

std::vector<CountedCalls> CallCounts::take()
{
    std::fill(m_slots.begin(), m_slots.end(), 0);
    return std::exchange(m_rows, {});
}

//! Where the row is, or may be put.
std::size_t CallCounts::slotOf(std::int64_t keyNumber, std::int64_t hour) const
{
    constexpr std::uint64_t goldenRatio = 0x9E3779B97F4A7C15;
    const auto mixed = (static_cast<std::uint64_t>(keyNumber) ^ static_cast<std::uint64_t>(hour) << 20) * goldenRatio;
    const std::size_t mask = m_slots.size() - 1; // there are a power of two
    std::size_t slot = (mixed >> 32) & mask;
    while (m_slots[slot] != 0) {
        const auto &row = m_rows[m_slots[slot] - 1];
        if (numberOf(row.key) == keyNumber && row.hour == hour)
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

CountedCalls &CallCounts::insert(std::size_t slot, CountedCalls row)
{
    m_rows.push_back(std::move(row));
    m_slots[slot] = static_cast<std::uint32_t>(m_rows.size());
    return m_rows.back();
}

void CallCounts::grow()
{
    m_slots.assign(std::max<std::size_t>(64, 2 * m_slots.size()), 0);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_slots[slotOf(numberOf(m_rows[i].key), m_rows[i].hour)] = static_cast<std::uint32_t>(i + 1);
}

} // namespace gateway::check
