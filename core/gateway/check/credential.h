#pragma once

#include "core/gateway/http/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gateway::check {

//! What a request shows for itself, from its headers only: never from the query. Points into the request.
struct Credential {
    enum class Kind : std::uint8_t {
        None,
        Key,           //!< of a key's form or of none that is known
        PersonalToken, //!< well formed, with the prefix `kst_`
        Conflict       //!< two that differ: 400, since nobody can say which is meant
    };
    Kind kind = Kind::None;
    std::string_view secret;
};

inline constexpr std::string_view personalTokenPrefix = "kst_";

//! Reads `Authorization: Bearer`, `x-api-key` and \a extraHeaders (lower-case; Checker::keyHeaders).
Credential readCredential(const http::RequestView &request, const std::vector<std::string> &extraHeaders);
Credential readCredential(const http::Request &request, const std::vector<std::string> &extraHeaders);

} // namespace gateway::check
