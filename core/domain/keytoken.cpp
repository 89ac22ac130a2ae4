#include "core/domain/keytoken.h"

#include "core/base/crypto.h"

#include <algorithm>
#include <array>

namespace keytoken {

namespace {

constexpr std::string_view base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool isLetter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isPrefixLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::array<char, checksumLength> checksum(std::string_view text)
{
    std::array<char, checksumLength> letters{};
    auto value = crypto::crc32(text);
    for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter, value /= 62)
        *letter = base62[value % 62];
    return letters;
}

} // namespace

std::string generate(std::string_view prefix)
{
    std::string secret;
    secret.reserve(prefix.size() + randomLength + checksumLength);
    secret.append(prefix).append(crypto::randomBase62(randomLength));
    const auto sum = checksum(secret);
    secret.append(sum.data(), sum.size());
    return secret;
}

bool isWellFormed(std::string_view text)
{
    constexpr std::size_t tail = randomLength + checksumLength;
    if (text.size() <= tail || text.size() > longestPrefix + tail)
        return false;
    const auto prefix = text.substr(0, text.size() - tail);
    const auto letters = text.substr(prefix.size());
    if (prefix.back() != '_' || !std::all_of(prefix.begin(), prefix.end(), isPrefixLetter) ||
        !std::all_of(letters.begin(), letters.end(), isLetter))
        return false;
    const auto sum = checksum(text.substr(0, text.size() - checksumLength));
    return std::equal(sum.begin(), sum.end(), text.end() - checksumLength);
}

std::string hint(std::string_view secret, std::string_view prefix)
{
    const auto head = secret.substr(0, prefix.size() + 4);
    return std::string(head) + "\xE2\x80\xA6" + std::string(secret.substr(secret.size() - 4));
}

} // namespace keytoken
