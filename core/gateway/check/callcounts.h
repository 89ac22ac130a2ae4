#pragma once

#include "core/gateway/check/keyfacts.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace gateway::check {

//! What a call came to, as the roll-ups count it.
enum class CallOutcome : std::uint8_t { Ok, Unauthorized, Forbidden, Limited, Other };
inline constexpr std::size_t callOutcomes = 5;
CallOutcome outcomeOf(int status);

//! The calls of one key in one hour.
struct CountedCalls {
    std::shared_ptr<const KeyFacts> key; //!< null: no key was recognized, or there was no room to tell them apart
    std::int64_t hour = 0;               //!< its first millisecond
    std::int64_t lastAt = 0;             //!< of the newest call
    std::array<std::uint64_t, callOutcomes> byOutcome{};
};

//! Calls by key (its number), hour and outcome, in bounded memory: where there is no room for one more key, its calls
//! are counted under none. For one thread at a time.
class CallCounts {
public:
    explicit CallCounts(std::size_t mostRows) : m_mostRows(mostRows) {}

    //! False where it was counted under no key for want of room.
    bool add(const std::shared_ptr<const KeyFacts> &key, std::int64_t at, int status);
    //! What was counted since the last time.
    std::vector<CountedCalls> take();

private:
    std::size_t slotOf(std::int64_t keyNumber, std::int64_t hour) const;
    CountedCalls &insert(std::size_t slot, CountedCalls row);
    void grow();

    std::size_t m_mostRows;
    std::vector<CountedCalls> m_rows;
    std::vector<std::uint32_t> m_slots; //!< by hash: a row's place and one more, or 0. At most half of them are taken
};

} // namespace gateway::check
