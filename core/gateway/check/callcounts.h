#pragma once

#include "core/gateway/check/keyfacts.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>
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

//! Calls by key, hour and outcome, in bounded memory: where there is no room for one more key, its calls are counted
//! under none. For one thread at a time.
class CallCounts {
public:
    explicit CallCounts(std::size_t mostRows) : m_mostRows(mostRows) {}

    //! False where it was counted under no key for want of room.
    bool add(const std::shared_ptr<const KeyFacts> &key, std::int64_t at, int status);
    std::vector<CountedCalls> rows() const;
    bool empty() const { return m_rows.empty(); }

private:
    struct Place {
        std::string_view keyId; //!< the text is the row's key's
        std::int64_t hour;
        bool operator==(const Place &) const = default;
    };
    struct PlaceHash {
        std::size_t operator()(const Place &place) const noexcept
        {
            return std::hash<std::string_view>()(place.keyId) ^ std::hash<std::int64_t>()(place.hour);
        }
    };

    std::size_t m_mostRows;
    std::unordered_map<Place, CountedCalls, PlaceHash> m_rows;
};

} // namespace gateway::check
