#pragma once

#include <cstdint>
#include <string>

namespace gateway::check {

//! Milliseconds since 1970 as RFC 3339 in UTC, to the second.
std::string utcTime(std::int64_t milliseconds);

} // namespace gateway::check
