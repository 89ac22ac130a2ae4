#include "core/net/headers.h"

#include <QHostAddress>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace core::headers {

namespace {

constexpr std::chrono::seconds longestRetryAfter{3600};

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

//! RFC 6265 cookie-octet: printable without the separators that would end or quote it.
bool isCookieValue(QByteArrayView value)
{
    const auto fits = [](char c) {
        return c >= '\x21' && c <= '\x7e' && c != '"' && c != ',' && c != ';' && c != '\\';
    };
    return std::all_of(value.begin(), value.end(), fits);
}

bool isSession(QByteArrayView value)
{
    return value.size() >= 16 && value.size() <= 1024 && isCookieValue(value);
}

Secret secretFrom(QByteArrayView value)
{
    return Secret::copy({value.data(), static_cast<std::size_t>(value.size())});
}

struct CookieLine {
    QByteArrayView name;
    QByteArrayView value;
    QByteArrayView attributes;
};

CookieLine cookieLine(QByteArrayView line)
{
    const auto semicolon = line.indexOf(';');
    const auto pair = semicolon < 0 ? line : line.first(semicolon);
    const auto equals = pair.indexOf('=');
    if (equals < 0)
        return {};
    return {pair.first(equals).trimmed(), pair.sliced(equals + 1).trimmed(),
            semicolon < 0 ? QByteArrayView() : line.sliced(semicolon)};
}

//! In the order in which they came, joined by line feeds.
QList<CookieLine> cookieLines(QByteArrayView setCookie)
{
    QList<CookieLine> lines;
    while (!setCookie.isEmpty()) {
        const auto end = setCookie.indexOf('\n');
        lines += cookieLine(end < 0 ? setCookie : setCookie.first(end));
        setCookie = end < 0 ? QByteArrayView() : setCookie.sliced(end + 1);
    }
    return lines;
}

bool isTakenBack(const CookieLine &cookie)
{
    if (cookie.value.isEmpty())
        return true;
    const auto attributes = cookie.attributes.toByteArray().toLower().split(';');
    return std::any_of(attributes.begin(), attributes.end(), [](const QByteArray &attribute) {
        const auto text = attribute.trimmed();
        return text.startsWith("max-age=0") || text.startsWith("max-age=-");
    });
}

} // namespace

bool isName(QByteArrayView name)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    };
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), fits);
}

bool isValue(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= '\x20' && c <= '\x7e'; });
}

QDateTime date(QByteArrayView text)
{
    if (text.size() != 29 || !text.endsWith(" GMT"))
        return {};
    auto time = QDateTime::fromString(QString::fromLatin1(text.chopped(4)), u"ddd, dd MMM yyyy HH:mm:ss"_s);
    time.setTimeSpec(Qt::UTC);
    return time;
}

std::optional<std::chrono::seconds> retryAfter(QByteArrayView text, const QDateTime &now)
{
    const auto clamped = [](qint64 seconds) {
        return std::chrono::seconds(std::clamp<qint64>(seconds, 0, longestRetryAfter.count()));
    };
    if (isDigits(text))
        return text.size() > 9 ? longestRetryAfter : clamped(text.toByteArray().toLongLong());
    const auto until = date(text);
    if (!until.isValid())
        return std::nullopt;
    return clamped(now.secsTo(until));
}

Secret sessionCookie(QByteArrayView setCookie)
{
    QByteArrayView found;
    int named = 0;
    for (const auto &cookie : cookieLines(setCookie)) {
        if (cookie.name != QByteArrayView("keysteward_session"))
            continue;
        ++named;
        found = cookie.value;
    }
    return named == 1 && isSession(found) ? secretFrom(found) : Secret();
}

QList<Cookie> cookies(QByteArrayView setCookie)
{
    QList<Cookie> cookies;
    for (const auto &cookie : cookieLines(setCookie)) {
        if (isName(cookie.name) && isCookieValue(cookie.value))
            cookies.append({cookie.name.toByteArray(), isTakenBack(cookie) ? Secret() : secretFrom(cookie.value)});
    }
    return cookies;
}

bool isLoopback(const QString &host)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return true;
    QHostAddress address;
    return address.setAddress(host) && address.isLoopback();
}

bool isTrustworthy(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopback(url.host()));
}

} // namespace core::headers
