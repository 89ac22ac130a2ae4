#include "core/gateway/check/callcounts.h"

#include <algorithm>

namespace gateway::check {

namespace {

constexpr std::int64_t hourLength = 3600 * 1000;

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
    const std::string_view id = key ? std::string_view(key->id) : std::string_view();
    auto row = m_rows.find({id, hour});
    const bool fits = row != m_rows.end() || !key || m_rows.size() < m_mostRows;
    if (row == m_rows.end())
        row = fits ? m_rows.try_emplace({id, hour}, CountedCalls{key, hour}).first
                   : m_rows.try_emplace({{}, hour}, CountedCalls{{}, hour}).first;
    auto &counted = row->second;
    counted.lastAt = std::max(counted.lastAt, at);
    ++counted.byOutcome[static_cast<std::size_t>(outcomeOf(status))];
    return fits;
}

std::vector<CountedCalls> CallCounts::rows() const
{
    std::vector<CountedCalls> all;
    all.reserve(m_rows.size());
    for (const auto &[place, row] : m_rows)
        all.push_back(row);
    return all;
}

} // namespace gateway::check
