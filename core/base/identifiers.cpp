#include "core/base/identifiers.h"

#include "core/base/crypto.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace core {

QString newId(const QDateTime &now)
{
    std::array<std::uint8_t, 10> random{};
    crypto::fillRandom(random);
    return idFrom(now.toMSecsSinceEpoch(), random);
}

QString idFrom(qint64 milliseconds, std::span<const std::uint8_t, 10> random)
{
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(milliseconds) >> (8 * (5 - i)));
    std::copy(random.begin(), random.end(), bytes.begin() + 6);
    bytes[6] = static_cast<std::uint8_t>(0x70U | (bytes[6] & 0x0FU));
    bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
    constexpr std::string_view hex = "0123456789abcdef";
    std::array<char, 36> text{};
    auto letter = text.begin();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *letter++ = '-';
        *letter++ = hex[bytes[i] >> 4U];
        *letter++ = hex[bytes[i] & 0x0FU];
    }
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

Secret newToken()
{
    return Secret::copy(crypto::toBase64Url(crypto::randomBytes(32)));
}

Secret newIdempotencyKey()
{
    return newToken();
}

bool isPathSafe(QStringView id)
{
    const auto safe = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_' ||
               c == u'-';
    };
    return !id.isEmpty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), safe);
}

} // namespace core
