#include "core/services/watched/tokenexpiry.h"

#include "core/base/crypto.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace core {

QDateTime expiryIn(const Secret &key)
{
    // The last moment that QDateTime and SQLite both hold without wonder.
    constexpr qint64 latest = 253402300799; // 9999-12-31
    const auto text = key.reveal();
    const auto first = text.find('.');
    const auto last = text.rfind('.');
    if (!text.starts_with("eyJ") || first == std::string_view::npos || last == first)
        return {};
    const auto middle = text.substr(first + 1, last - first - 1);
    auto payload = QByteArray::fromBase64(QByteArray(middle.data(), static_cast<qsizetype>(middle.size())),
                                          QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const auto ends = QJsonDocument::fromJson(payload).object().value("exp"_L1).toInteger();
    crypto::wipe(payload.data(), static_cast<std::size_t>(payload.size()));
    return ends > 0 && ends <= latest ? QDateTime::fromSecsSinceEpoch(ends, Qt::UTC) : QDateTime();
}

} // namespace core
