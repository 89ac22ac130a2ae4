#pragma once

#include <string>
#include <string_view>

//! The form of a key's secret: a prefix, 43 random letters of base62 (256 bits), 6 letters of base62 that are the
//! CRC-32 of all before. So a typing error, or a scanner's false alarm, is seen without asking anybody.
namespace keytoken {

inline constexpr std::size_t randomLength = 43;
inline constexpr std::size_t checksumLength = 6;
inline constexpr std::size_t longestPrefix = 24;
inline constexpr std::size_t longestSecret = longestPrefix + randomLength + checksumLength;

//! A new secret. The caller owns wiping it.
std::string generate(std::string_view prefix);

//! Whether \a text has the form for some prefix of 1–24 characters [a-z0-9_] ending in `_`, and a right checksum.
bool isWellFormed(std::string_view text);

//! What may be shown of a secret for ever: prefix, four letters, "…" (UTF-8), the last four.
std::string hint(std::string_view secret, std::string_view prefix);

} // namespace keytoken
