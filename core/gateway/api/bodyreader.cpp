#include "core/gateway/api/bodyreader.h"

#include "core/base/times.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gateway::api {

namespace {

constexpr int deepest = 32;

bool isTooDeep(const std::string &json)
{
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char letter = json[i];
        if (inText) {
            if (letter == '\\')
                ++i;
            else if (letter == '"')
                inText = false;
        } else if (letter == '"') {
            inText = true;
        } else if (letter == '{' || letter == '[') {
            if (++depth > deepest)
                return true;
        } else if (letter == '}' || letter == ']') {
            --depth;
        }
    }
    return false;
}

} // namespace

Outcome<QJsonObject> parseBody(const std::string &body)
{
    if (isTooDeep(body))
        return Problem{Fault::MalformedJson, {{u"reason"_s, u"nested too deep"_s}}};
    QJsonParseError error;
    const auto document =
        QJsonDocument::fromJson(QByteArray::fromRawData(body.data(), static_cast<qsizetype>(body.size())), &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return Problem{Fault::MalformedJson};
    return document.object();
}

QJsonValue BodyReader::take(const QString &member)
{
    m_known.insert(member);
    const auto value = m_object.value(member);
    if (value.isUndefined())
        fail(member, u"is required"_s);
    return value;
}

void BodyReader::fail(const QString &member, const QString &words)
{
    if (!m_faults.contains(member))
        m_faults[member] = words;
}

QString BodyReader::text(const QString &member)
{
    const auto value = take(member);
    if (!value.isString())
        fail(member, u"must be text"_s);
    return value.toString();
}

QString BodyReader::textOr(const QString &member, const QString &fallback)
{
    m_known.insert(member);
    return has(member) ? text(member) : fallback;
}

QStringList BodyReader::texts(const QString &member)
{
    const auto value = take(member);
    if (!value.isArray())
        fail(member, u"must be a list"_s);
    QStringList texts;
    for (const auto &entry : value.toArray()) {
        if (!entry.isString())
            fail(member, u"must be a list of texts"_s);
        texts += entry.toString();
    }
    return texts;
}

bool BodyReader::boolean(const QString &member)
{
    const auto value = take(member);
    if (!value.isBool())
        fail(member, u"must be true or false"_s);
    return value.toBool();
}

qint64 BodyReader::integer(const QString &member, qint64 least, qint64 most)
{
    const auto value = take(member);
    const double number = value.toDouble();
    const bool inRange = number >= static_cast<double>(least) && number <= static_cast<double>(most);
    if (!value.isDouble() || !inRange || number != std::floor(number)) {
        fail(member, u"must be a whole number from %1 to %2"_s.arg(least).arg(most));
        return least;
    }
    return static_cast<qint64>(number);
}

QDateTime BodyReader::time(const QString &member)
{
    const auto time = core::fromRfc3339(take(member).toString());
    if (!time.isValid())
        fail(member, u"must be a time such as 2026-11-20T10:04:00Z"_s);
    return time;
}

QDateTime BodyReader::timeOrNull(const QString &member)
{
    m_known.insert(member);
    return m_object.value(member).isNull() ? QDateTime() : time(member);
}

std::optional<Problem> BodyReader::problem()
{
    for (const auto &member : m_object.keys()) {
        if (!m_known.contains(member))
            fail(member, u"is not known"_s);
    }
    if (m_faults.isEmpty())
        return std::nullopt;
    return Problem{Fault::ValidationFailed, {{u"fields"_s, m_faults}}};
}

} // namespace gateway::api
