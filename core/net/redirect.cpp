#include "core/net/redirect.h"

#include "core/net/headers.h"

#include <QUrlQuery>
#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace core::redirects {

namespace {

constexpr qsizetype longestCode = 512;
constexpr qsizetype longestReason = 64;

struct Request {
    QByteArray method;
    QByteArray target;
    QByteArray host;
};

bool isPrintable(const QByteArray &text)
{
    return headers::isValue(text) && !text.contains(' ');
}

//! The field's name in lower case, and its value; nothing where it is none.
std::optional<std::pair<QByteArray, QByteArray>> fieldFrom(const QByteArray &line)
{
    const auto colon = line.indexOf(':');
    if (colon < 1 || !headers::isName(line.first(colon)) || line.contains('\0') || line.contains('\r') ||
        line.contains('\n'))
        return std::nullopt;
    return std::pair(line.first(colon).toLower(), line.mid(colon + 1).trimmed());
}

std::optional<Request> requestFrom(QByteArrayView head)
{
    QByteArray rest = head.toByteArray();
    const auto nextLine = [&rest] {
        const auto end = rest.indexOf("\r\n");
        const auto line = rest.first(end);
        rest.remove(0, end + 2);
        return line;
    };
    if (!rest.endsWith("\r\n\r\n"))
        return std::nullopt;
    const auto words = nextLine().split(' ');
    const bool isHttp = words.size() == 3 && (words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0");
    if (!isHttp || !headers::isName(words[0]) || !words[1].startsWith('/') || !isPrintable(words[1]))
        return std::nullopt;
    Request request{words[0], words[1], {}};
    int hosts = 0;
    for (auto line = nextLine(); !line.isEmpty(); line = nextLine()) {
        const auto field = fieldFrom(line);
        // A body would be a second request to whoever reads it as one.
        if (!field || field->first == "transfer-encoding" || (field->first == "content-length" && field->second != "0"))
            return std::nullopt;
        if (field->first == "host") {
            request.host = field->second;
            ++hosts;
        }
    }
    return hosts == 1 && rest.isEmpty() ? std::optional(request) : std::nullopt;
}

//! The one value of a parameter; null where there is none. Nothing where it comes twice.
std::optional<QByteArray> onlyValue(const QUrlQuery &query, const QString &name)
{
    const auto values = query.allQueryItemValues(name, QUrl::FullyDecoded);
    if (values.size() > 1)
        return std::nullopt;
    return values.isEmpty() ? QByteArray() : values.first().toUtf8();
}

//! RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6.
Error errorFrom(const QByteArray &reason)
{
    static const QByteArrayList personsOwn{"access_denied", "login_required", "consent_required",
                                           "interaction_required"};
    const bool isReadable = headers::isValue(reason) && reason.size() <= longestReason;
    Error error{Error::Kind::Server, isReadable ? QString::fromLatin1(reason) : u"a reason that is none"_s};
    if (personsOwn.contains(reason))
        error.kind = Error::Kind::SignInFailed;
    else if (reason == "temporarily_unavailable")
        error.kind = Error::Kind::Unavailable;
    return error;
}

QByteArray page(int status, const QByteArray &reason, const QByteArray &title, const QByteArray &sentence,
                const QByteArray &moreFields = {})
{
    const QByteArray body = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                            "<meta name=\"color-scheme\" content=\"light dark\">"
                            "<meta name=\"viewport\" content=\"width=device-width\">"
                            "<title>Keysteward</title></head>\n<body><h1>" +
                            title + "</h1><p>" + sentence + "</p></body></html>\n";
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason +
           "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nCache-Control: no-store\r\n"
           "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors "
           "'none'\r\n"
           "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n" +
           moreFields + "\r\n" + body;
}

} // namespace

std::variant<Redirect, Refusal> judge(QByteArrayView head, const Expected &expected)
{
    const auto request = requestFrom(head);
    if (!request)
        return Refusal::Malformed;
    if (request->host != expected.host)
        return Refusal::WrongHost;
    const auto mark = request->target.indexOf('?');
    if (request->target.first(mark < 0 ? request->target.size() : mark) != expected.path)
        return Refusal::WrongPath;
    if (request->method != "GET")
        return Refusal::WrongMethod;
    const QUrlQuery query(mark < 0 ? QString() : QString::fromLatin1(request->target.mid(mark + 1)));
    const auto state = onlyValue(query, u"state"_s);
    const auto code = onlyValue(query, u"code"_s);
    const auto reason = onlyValue(query, u"error"_s);
    if (!state || !code || !reason)
        return Refusal::Malformed;
    if (!(Secret::copy({state->constData(), static_cast<std::size_t>(state->size())}) == expected.state))
        return Refusal::WrongState;
    if (code->isEmpty() == reason->isEmpty() || code->size() > longestCode || !isPrintable(*code))
        return Refusal::Malformed;
    if (reason->isEmpty())
        return Redirect(Secret::copy({code->constData(), static_cast<std::size_t>(code->size())}));
    return Redirect(errorFrom(*reason));
}

QByteArray welcome(bool hasCode)
{
    if (hasCode)
        return page(200, "OK", "You can go back to Keysteward", "This page is no longer needed.");
    return page(200, "OK", "You are not signed in", "You can go back to Keysteward, which says why.");
}

QByteArray refuse(Refusal refusal)
{
    const auto status = static_cast<int>(refusal);
    const QByteArray title = "Keysteward did not expect this";
    switch (refusal) {
    case Refusal::Malformed:
        return page(status, "Bad Request", title, "The request could not be read. Nothing was done.");
    case Refusal::WrongState:
        return page(status, "Forbidden", title,
                    "This is not the answer to the sign-in that Keysteward began. Nothing was done.");
    case Refusal::WrongPath: return page(status, "Not Found", title, "There is nothing here.");
    case Refusal::WrongMethod: return page(status, "Method Not Allowed", title, "Nothing was done.", "Allow: GET\r\n");
    case Refusal::TakenAlready:
        return page(status, "Gone", title, "This sign-in has had its answer. Nothing was done.");
    case Refusal::WrongHost: return page(status, "Misdirected Request", title, "There is nothing here by this name.");
    case Refusal::TooLong:
        return page(status, "Request Header Fields Too Large", title, "The request is too long. Nothing was done.");
    }
    return {};
}

} // namespace core::redirects
