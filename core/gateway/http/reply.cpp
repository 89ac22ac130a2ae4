#include "core/gateway/http/reply.h"

#include <array>
#include <charconv>
#include <ctime>

namespace gateway::http {

namespace {

std::string_view statusLine(int status)
{
    switch (status) {
    case 200: return "HTTP/1.1 200 OK\r\n";
    case 201: return "HTTP/1.1 201 Created\r\n";
    case 202: return "HTTP/1.1 202 Accepted\r\n";
    case 204: return "HTTP/1.1 204 No Content\r\n";
    case 302: return "HTTP/1.1 302 Found\r\n";
    case 304: return "HTTP/1.1 304 Not Modified\r\n";
    case 400: return "HTTP/1.1 400 Bad Request\r\n";
    case 401: return "HTTP/1.1 401 Unauthorized\r\n";
    case 403: return "HTTP/1.1 403 Forbidden\r\n";
    case 404: return "HTTP/1.1 404 Not Found\r\n";
    case 405: return "HTTP/1.1 405 Method Not Allowed\r\n";
    case 408: return "HTTP/1.1 408 Request Timeout\r\n";
    case 409: return "HTTP/1.1 409 Conflict\r\n";
    case 412: return "HTTP/1.1 412 Precondition Failed\r\n";
    case 413: return "HTTP/1.1 413 Content Too Large\r\n";
    case 414: return "HTTP/1.1 414 URI Too Long\r\n";
    case 415: return "HTTP/1.1 415 Unsupported Media Type\r\n";
    case 417: return "HTTP/1.1 417 Expectation Failed\r\n";
    case 422: return "HTTP/1.1 422 Unprocessable Content\r\n";
    case 428: return "HTTP/1.1 428 Precondition Required\r\n";
    case 429: return "HTTP/1.1 429 Too Many Requests\r\n";
    case 431: return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
    case 500: return "HTTP/1.1 500 Internal Server Error\r\n";
    case 501: return "HTTP/1.1 501 Not Implemented\r\n";
    case 503: return "HTTP/1.1 503 Service Unavailable\r\n";
    case 505: return "HTTP/1.1 505 HTTP Version Not Supported\r\n";
    default: return {};
    }
}

//! The line `Date: …`, written anew once a second and thread.
std::string_view dateLine()
{
    thread_local std::time_t written = -1;
    thread_local std::array<char, 48> line{};
    thread_local std::size_t length = 0;
    const std::time_t now = std::time(nullptr);
    if (now != written) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        // The program never calls setlocale for LC_TIME, so these names are English.
        length = std::strftime(line.data(), line.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
        written = now;
    }
    return {line.data(), length};
}

//! The length of the UTF-8 sequence at the front of \a text; 0 where it is none.
std::size_t sequenceLength(std::string_view text)
{
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = at(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(i) & 0xC0U) != 0x80U)
            return 0;
    const bool overlong = (lead == 0xE0 && at(1) < 0xA0) || (lead == 0xF0 && at(1) < 0x90);
    const bool outside = (lead == 0xED && at(1) > 0x9F) || (lead == 0xF4 && at(1) > 0x8F);
    return overlong || outside ? 0 : length;
}

void appendEscaped(std::string &out, char letter)
{
    switch (letter) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
    }
    const auto code = static_cast<unsigned char>(letter);
    if (code >= 0x20) {
        out += letter;
        return;
    }
    constexpr std::string_view hex = "0123456789abcdef";
    out += "\\u00";
    out += hex[code >> 4U];
    out += hex[code & 0xFU];
}

void appendHeaders(std::string &out, const Response &response)
{
    for (const auto &header : response.headers)
        out.append(header.name).append(": ").append(header.value).append("\r\n");
}

} // namespace

void appendNumber(std::string &out, std::uint64_t number)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void appendJson(std::string &out, std::string_view text)
{
    out += '"';
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 1)
            appendEscaped(out, text.front());
        else if (length == 0)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out += '"';
}

void beginReply(std::string &out, int status, const ReplyContext &context, bool noStore)
{
    if (const auto line = statusLine(status); !line.empty()) {
        out += line;
    } else {
        out += "HTTP/1.1 ";
        appendNumber(out, static_cast<std::uint64_t>(status));
        out += " \r\n";
    }
    out += dateLine();
    out += "X-Content-Type-Options: nosniff\r\n";
    if (noStore)
        out += "Cache-Control: no-store\r\n";
    out += "X-Request-Id: ";
    out += context.requestId;
    out += "\r\n";
    if (!context.keepAlive)
        out += "Connection: close\r\n";
}

void endReply(std::string &out, std::string_view contentType, std::string_view body, const ReplyContext &context)
{
    if (contentType.empty()) {
        out += "\r\n";
        return;
    }
    out += "Content-Type: ";
    out += contentType;
    out += "\r\nContent-Length: ";
    appendNumber(out, body.size());
    out += "\r\n\r\n";
    if (!context.headOnly)
        out += body;
}

void appendResponse(std::string &out, const Response &response, const ReplyContext &context)
{
    beginReply(out, response.status, context, response.noStore);
    appendHeaders(out, response);
    const bool bodiless = response.status == 204 || response.status == 304;
    if (response.contentType.empty() && !bodiless)
        out += "Content-Length: 0\r\n"; // without it the client would wait for the connection's end
    endReply(out, bodiless ? std::string_view() : response.contentType, response.body, context);
}

void appendStreamHead(std::string &out, const Response &response, std::string_view requestId)
{
    beginReply(out, response.status, {requestId, false, false}, response.noStore);
    appendHeaders(out, response);
    out.append("Content-Type: ").append(response.contentType).append("\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void appendChunk(std::string &out, std::string_view bytes)
{
    if (bytes.empty()) // that would be the last one
        return;
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16).ptr;
    out.append(digits.data(), end).append("\r\n").append(bytes).append("\r\n");
}

std::string errorBody(std::string_view code, std::string_view message, std::string_view requestId,
                      std::string_view details)
{
    std::string body = R"({"error":{"code":)";
    appendJson(body, code);
    body += R"(,"message":)";
    appendJson(body, message);
    body.append(R"(,"details":)").append(details).append(R"(,"request_id":)");
    appendJson(body, requestId);
    body += "}}";
    return body;
}

Response errorResponse(int status, std::string_view code, std::string_view message, std::string_view requestId,
                       std::string_view details)
{
    Response response;
    response.status = status;
    response.body = errorBody(code, message, requestId, details);
    return response;
}

} // namespace gateway::http
