#include "core/gateway/api/cursors.h"

#include <QJsonDocument>

namespace gateway::api {

namespace {

constexpr qsizetype signatureSize = 16;
constexpr qsizetype longestCursor = 2048;
constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

std::span<const std::uint8_t> bytesOf(const QByteArray &data)
{
    return {reinterpret_cast<const std::uint8_t *>(data.constData()), static_cast<std::size_t>(data.size())};
}

} // namespace

QByteArray Cursors::signature(const QByteArray &place, const QString &list) const
{
    const auto digest = crypto::hmacSha256(m_key, bytesOf(list.toUtf8() + '\0' + place));
    return QByteArray(reinterpret_cast<const char *>(digest.data()), signatureSize);
}

QString Cursors::write(const QJsonArray &place, const QString &list) const
{
    const auto text = QJsonDocument(place).toJson(QJsonDocument::Compact);
    return QString::fromLatin1((signature(text, list) + text).toBase64(encoding));
}

std::optional<QJsonArray> Cursors::read(const QString &cursor, const QString &list) const
{
    if (cursor.size() > longestCursor)
        return std::nullopt;
    const auto decoded =
        QByteArray::fromBase64Encoding(cursor.toLatin1(), encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() <= signatureSize)
        return std::nullopt;
    const auto text = decoded.decoded.mid(signatureSize);
    if (!crypto::equalInConstantTime(bytesOf(decoded.decoded.left(signatureSize)), bytesOf(signature(text, list))))
        return std::nullopt;
    return QJsonDocument::fromJson(text).array();
}

} // namespace gateway::api
