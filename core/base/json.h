#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>
#include <optional>

namespace core {

//! Reads a JSON object strictly: a member of another type is an error and not a default, as Qt's own toInt() would have
//! it. The first fault is kept; read everything, then ask `error()`.
class JsonReader {
public:
    explicit JsonReader(QJsonObject object, QString where = {});

    QString text(const char *member);
    //! Empty where the member is null or absent.
    QString textOrNull(const char *member);
    qint64 integer(const char *member);
    std::optional<qint64> integerOrNull(const char *member);
    bool boolean(const char *member);
    bool booleanOr(const char *member, bool fallback);
    QDateTime time(const char *member);
    //! Invalid where the member is null or absent.
    QDateTime timeOrNull(const char *member);
    QStringList texts(const char *member);
    QJsonArray array(const char *member);
    JsonReader object(const char *member);
    std::optional<JsonReader> objectOrNull(const char *member);

    bool failed() const { return !m_fault.isEmpty(); }
    //! Kind::Protocol with the path of the first fault ("key.expires_at: expected a time").
    Error error() const;
    //! Takes over the fault of a nested reader.
    void absorb(const JsonReader &nested);
    void fail(const char *member, const char *expected);

private:
    QJsonValue value(const char *member) const;

    QJsonObject m_object;
    QString m_where;
    QString m_fault;
};

//! Parses a whole answer body that must be one JSON object.
Result<QJsonObject> parseObject(const QByteArray &body);

} // namespace core
