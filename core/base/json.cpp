#include "core/base/json.h"

#include "core/base/times.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cmath>

using namespace Qt::StringLiterals;

namespace core {

namespace {

bool isAbsent(const QJsonValue &value)
{
    return value.isNull() || value.isUndefined();
}

std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    constexpr double largest = 9007199254740991.0; // 2^53 − 1: beyond, JSON numbers are not exact
    if (!value.isDouble() || value.toDouble() != std::floor(value.toDouble()) || std::abs(value.toDouble()) > largest)
        return std::nullopt;
    return static_cast<qint64>(value.toDouble());
}

} // namespace

JsonReader::JsonReader(QJsonObject object, QString where) : m_object(std::move(object)), m_where(std::move(where)) {}

QJsonValue JsonReader::value(const char *member) const
{
    return m_object.value(QLatin1StringView(member));
}

void JsonReader::fail(const char *member, const char *expected)
{
    if (m_fault.isEmpty())
        m_fault = m_where + QLatin1StringView(member) + u": expected "_s + QLatin1StringView(expected);
}

void JsonReader::absorb(const JsonReader &nested)
{
    if (m_fault.isEmpty())
        m_fault = nested.m_fault;
}

Error JsonReader::error() const
{
    return {Error::Kind::Protocol, m_fault};
}

QString JsonReader::text(const char *member)
{
    const auto found = value(member);
    if (!found.isString())
        fail(member, "text");
    return found.toString();
}

QString JsonReader::textOrNull(const char *member)
{
    return isAbsent(value(member)) ? QString() : text(member);
}

qint64 JsonReader::integer(const char *member)
{
    const auto number = wholeNumber(value(member));
    if (!number)
        fail(member, "a whole number");
    return number.value_or(0);
}

std::optional<qint64> JsonReader::integerOrNull(const char *member)
{
    return isAbsent(value(member)) ? std::nullopt : std::optional(integer(member));
}

bool JsonReader::boolean(const char *member)
{
    const auto found = value(member);
    if (!found.isBool())
        fail(member, "true or false");
    return found.toBool();
}

bool JsonReader::booleanOr(const char *member, bool fallback)
{
    return isAbsent(value(member)) ? fallback : boolean(member);
}

QDateTime JsonReader::time(const char *member)
{
    const auto time = fromRfc3339(value(member).toString());
    if (!time.isValid())
        fail(member, "a time");
    return time;
}

QDateTime JsonReader::timeOrNull(const char *member)
{
    return isAbsent(value(member)) ? QDateTime() : time(member);
}

QStringList JsonReader::texts(const char *member)
{
    QStringList texts;
    for (const auto &entry : array(member)) {
        if (!entry.isString())
            fail(member, "a list of texts");
        texts += entry.toString();
    }
    return texts;
}

QJsonArray JsonReader::array(const char *member)
{
    const auto found = value(member);
    if (!found.isArray())
        fail(member, "a list");
    return found.toArray();
}

JsonReader JsonReader::object(const char *member)
{
    const auto found = value(member);
    if (!found.isObject())
        fail(member, "an object");
    return JsonReader(found.toObject(), m_where + QLatin1StringView(member) + u'.');
}

std::optional<JsonReader> JsonReader::objectOrNull(const char *member)
{
    return isAbsent(value(member)) ? std::nullopt : std::optional(object(member));
}

Result<QJsonObject> parseObject(const QByteArray &body)
{
    QJsonParseError parse;
    const auto document = QJsonDocument::fromJson(body, &parse);
    if (parse.error != QJsonParseError::NoError)
        return Error{Error::Kind::Protocol, parse.errorString()};
    if (!document.isObject())
        return Error{Error::Kind::Protocol, u"expected a JSON object"_s};
    return document.object();
}

} // namespace core
