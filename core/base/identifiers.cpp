#include "core/base/identifiers.h"

#include "core/base/crypto.h"

#include <algorithm>

namespace core {

QString newId(const QDateTime &now)
{
    auto bytes = crypto::randomBytes(16);
    const auto milliseconds = static_cast<std::uint64_t>(now.toMSecsSinceEpoch());
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - i)));
    bytes[6] = static_cast<std::uint8_t>(0x70U | (bytes[6] & 0x0FU));
    bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
    QString id = QString::fromStdString(crypto::toHex(bytes));
    for (const int position : {8, 13, 18, 23})
        id.insert(position, u'-');
    return id;
}

Secret newIdempotencyKey()
{
    return Secret::copy(crypto::toBase64Url(crypto::randomBytes(32)));
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
