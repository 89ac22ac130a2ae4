#include "core/backend/probe/verdict.h"

#include "core/base/text.h"
#include "core/net/headers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core::verdicts {

namespace {

constexpr qsizetype longestMessage = 300;
constexpr qsizetype longestCode = 60;
//! A reset further away than this is no reason to lock the button: whoever wrote it may have meant another unit.
constexpr std::chrono::seconds longestWait{24 * 3600};
//! Below this a reset is a number of seconds, above it a time.
constexpr qint64 firstTime = 1'000'000'000;

QString memberAt(const QJsonValue &value, QStringView pointer)
{
    if (pointer.isEmpty()) {
        if (value.isDouble())
            return QString::number(value.toDouble());
        if (!value.isArray())
            return value.toString();
        QStringList parts; // of a list of faults, the words of each
        for (const auto &each : value.toArray()) {
            const auto part = each.isObject() ? each.toObject() : QJsonObject{{u"message"_s, each}};
            parts += part.value("msg"_L1).toString(part.value("message"_L1).toString());
        }
        parts.removeAll(QString());
        return parts.join("; "_L1);
    }
    const auto name = pointer.sliced(1);
    const auto end = name.indexOf(u'/');
    return memberAt(value.toObject().value(end < 0 ? name : name.first(end)),
                    end < 0 ? QStringView() : name.sliced(end));
}

QString firstOf(const QJsonValue &body, const QStringList &pointers)
{
    for (const auto &pointer : pointers) {
        if (const auto text = memberAt(body, pointer); !text.isEmpty())
            return text;
    }
    return {};
}

bool isWebPage(const HttpReply &reply)
{
    const auto start = reply.body.left(200).trimmed().toLower();
    return reply.header("content-type").toLower().startsWith("text/html") || start.startsWith("<!doctype html") ||
           start.startsWith("<html");
}

//! Seconds from now, or a time in seconds since 1970.
std::optional<std::chrono::seconds> resetIn(const QByteArray &text, const QDateTime &now)
{
    bool isNumber = false;
    const auto number = text.trimmed().toLongLong(&isNumber);
    if (!isNumber || number < 0)
        return std::nullopt;
    return std::chrono::seconds(number >= firstTime ? number - now.toSecsSinceEpoch() : number);
}

QDateTime retryAt(const HttpReply &reply, const Watching &provider, const QDateTime &now)
{
    std::optional<std::chrono::seconds> wait = headers::retryAfter(reply.header("retry-after"), now);
    const bool isUsedUp = reply.header("x-ratelimit-remaining").trimmed() == "0";
    if (!wait && (reply.status == 429 || isUsedUp))
        wait = resetIn(reply.header("x-ratelimit-reset"), now);
    if (!wait && reply.status == 429)
        wait = provider.pause;
    if (!wait || *wait <= std::chrono::seconds(0))
        return {};
    return now.addSecs(std::min(*wait, longestWait).count());
}

void doubt(KeyCheck &check, Doubt why)
{
    check.outcome = CheckOutcome::CannotTell;
    check.doubt = why;
}

void judgeSuccess(KeyCheck &check, const HttpReply &reply, const ProbeCall &probe)
{
    check.outcome = CheckOutcome::Valid;
    if (isWebPage(reply))
        doubt(check, Doubt::WebPage);
    else if (!probe.holds.isEmpty() && !QJsonDocument::fromJson(reply.body).object().contains(probe.holds))
        doubt(check, Doubt::Unexpected);
}

} // namespace

KeyCheck from(const HttpReply &reply, const Watching &provider, const ProbeCall &probe, const QDateTime &now)
{
    KeyCheck check;
    check.at = now;
    check.status = reply.status;
    for (const auto &[name, value] : reply.headers)
        check.headers.append({QString::fromLatin1(name), QString::fromUtf8(value)});
    check.retryAt = retryAt(reply, provider, now);
    switch (reply.status) {
    case 401: check.outcome = CheckOutcome::Invalid; break;
    case 403: check.outcome = CheckOutcome::NotPermitted; break;
    case 429: check.outcome = CheckOutcome::Limited; break;
    default:
        if (reply.status >= 200 && reply.status < 300)
            judgeSuccess(check, reply, probe);
        else if (reply.status >= 300 && reply.status < 400)
            doubt(check, Doubt::Redirected);
        else
            doubt(check, reply.status >= 500 ? Doubt::ServerFault : Doubt::Unexpected);
    }
    if (check.doubt == Doubt::Redirected)
        check.redirect = shown(QString::fromUtf8(reply.header("location")), longestMessage);
    if (reply.status < 300 || !reply.header("content-encoding").isEmpty())
        return check;
    const auto body = QJsonDocument::fromJson(reply.body);
    // A proxy's or a sign-in page's refusal is not the provider's.
    if (isWebPage(reply)) {
        if (check.outcome == CheckOutcome::Invalid || check.outcome == CheckOutcome::NotPermitted)
            doubt(check, Doubt::WebPage);
    } else if (body.isNull()) {
        check.message = shown(QString::fromUtf8(reply.body).simplified(), longestMessage);
    } else {
        check.message = shown(firstOf(body.object(), provider.messageAt).simplified(), longestMessage);
        check.code = shown(firstOf(body.object(), provider.codeAt).simplified(), longestCode);
    }
    return check;
}

KeyCheck from(const Error &error, const QDateTime &now)
{
    KeyCheck check;
    check.at = now;
    doubt(check, error.kind == Error::Kind::Insecure   ? Doubt::Insecure
                 : error.kind == Error::Kind::Protocol ? Doubt::Unexpected
                                                       : Doubt::Unreachable);
    return check;
}

} // namespace core::verdicts
