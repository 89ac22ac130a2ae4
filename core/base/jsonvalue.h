#pragma once

#include <QJsonValue>
#include <optional>

class QDateTime;

namespace core {

//! Null where the text is empty.
QJsonValue orNull(const QString &text);
//! By RFC 3339; null where it is invalid.
QJsonValue orNull(const QDateTime &time);

template <typename T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

} // namespace core
