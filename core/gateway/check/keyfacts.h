#pragma once

#include "core/base/crypto.h"

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

//! The check on each call: hash → key, limiter, counters and the activity queue. Plain C++, no Qt, no database.
namespace gateway::check {

//! Which of a profile's scopes, by their position in ProfileFacts::scopes.
using ScopeSet = std::bitset<128>;

struct RouteFacts {
    std::string method;
    std::string path; //!< pattern; `{name}` stands for one whole segment
    std::string scope;
};

struct ProfileFacts {
    std::string id;
    std::vector<std::string> scopes;
    std::vector<RouteFacts> routes;
    std::vector<std::string> headers; //!< extra headers that may carry a key, lower-case
};

//! What the check knows of a key.
struct KeyFacts {
    enum class State : std::uint8_t { Active, Retiring, Disabled, Revoked };

    // First what every call looks at, so that it lies together.
    State state = State::Active;
    std::uint32_t perMinute = 100;
    std::int64_t expiresAt = 0; //!< milliseconds since 1970, UTC; 0: never
    std::int64_t retiresAt = 0; //!< likewise
    std::int64_t number = 0;    //!< of the key where events are written and calls counted
    std::int64_t organizationNumber = 0;

    std::string id;
    std::string organizationId;
    std::string organizationName;
    std::string name;
    std::string hint;
    std::string profileId;
    std::vector<std::string> scopes;
    crypto::Digest hash{}; //!< HMAC-SHA-256 under the pepper, of the secret's SHA-256
};

} // namespace gateway::check
