#include "core/gateway/http/requestreader.h"

#include "core/gateway/http/hosts.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory_resource>
#include <optional>
#include <tuple>

namespace gateway::http {

namespace beast = boost::beast::http;
using boost::system::error_code;

namespace {

using Allocator = std::pmr::polymorphic_allocator<char>;
using MessageParser = beast::request_parser<beast::string_body, Allocator>;
using Message = MessageParser::value_type;

constexpr Fault malformed{400, "VALIDATION_FAILED", "The request is malformed"};
constexpr std::size_t longestChunkLine = 1024;

std::string_view viewOf(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

boost::beast::string_view beastView(std::string_view text)
{
    return {text.data(), text.size()};
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return lower(x) == lower(y);
    });
}

bool isHex(char c)
{
    const char lower = static_cast<char>(c | 0x20);
    return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'f');
}

//! Printable ASCII without what URIs exclude and decoders disagree on; escapes whole, and none for NUL.
bool isSoundTarget(std::string_view target)
{
    for (std::size_t i = 0; i < target.size(); ++i) {
        const char letter = target[i];
        if (letter <= ' ' || letter >= 0x7F || letter == '\\' || letter == '#' || letter == '"' || letter == '<' ||
            letter == '>')
            return false;
        if (letter != '%')
            continue;
        if (i + 2 >= target.size() || !isHex(target[i + 1]) || !isHex(target[i + 2]) || target.substr(i + 1, 2) == "00")
            return false;
    }
    return true;
}

bool isServedMethod(beast::verb verb)
{
    return verb == beast::verb::get || verb == beast::verb::post || verb == beast::verb::patch ||
           verb == beast::verb::delete_ || verb == beast::verb::head || verb == beast::verb::put ||
           verb == beast::verb::options;
}

//! A header that may come once only.
struct Single {
    std::size_t count = 0;
    std::string_view value; //!< the first one's

    void add(std::string_view given)
    {
        if (count++ == 0)
            value = given;
    }
};

//! The headers that decide something here, found in one walk.
struct Head {
    std::ptrdiff_t fields = 0;
    Single host;
    Single length;
    Single coding;
    Single expectation;
    Single authorization;
    Single apiKey;
    Single userAgent;
};

Head headOf(const Message &message)
{
    Head head;
    for (const auto &field : message) {
        ++head.fields;
        const auto value = viewOf(field.value());
        switch (field.name()) {
        case beast::field::host: head.host.add(value); break;
        case beast::field::content_length: head.length.add(value); break;
        case beast::field::transfer_encoding: head.coding.add(value); break;
        case beast::field::expect: head.expectation.add(value); break;
        case beast::field::authorization: head.authorization.add(value); break;
        case beast::field::user_agent: head.userAgent.add(value); break;
        case beast::field::unknown:
            if (equalIgnoringCase(viewOf(field.name_string()), "x-api-key"))
                head.apiKey.add(value);
            break;
        default: break;
        }
    }
    return head;
}

std::optional<Fault> judgeFraming(const Message &message, const Head &head)
{
    if (head.length.count > 1 || head.coding.count > 1 || (head.length.count == 1 && head.coding.count == 1))
        return malformed;
    const auto length = head.length.value;
    if (head.length.count == 1 &&
        (length.empty() || !std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; })))
        return malformed;
    if (head.coding.count == 1 && (message.version() != 11 || !equalIgnoringCase(head.coding.value, "chunked")))
        return malformed;
    if (head.expectation.count > 0 && !equalIgnoringCase(head.expectation.value, "100-continue"))
        return Fault{417, "VALIDATION_FAILED", "The expectation cannot be met"};
    return std::nullopt;
}

//! The part of the target behind scheme and host; none where an absolute target names another host than Host does.
std::optional<std::string_view> localTarget(std::string_view target, std::string_view host)
{
    if (target.starts_with('/'))
        return target;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() < scheme.size() || !equalIgnoringCase(target.substr(0, scheme.size()), scheme))
            continue;
        const auto rest = target.substr(scheme.size());
        const auto slash = std::min(rest.find('/'), rest.size());
        if (slash < rest.size() && equalIgnoringCase(rest.substr(0, slash), host))
            return rest.substr(slash);
    }
    return std::nullopt;
}

std::optional<Fault> judgeHost(const Message &message, const Head &head, const ReaderRules &rules)
{
    if (head.host.count == 0 && message.version() == 10)
        return std::nullopt; // HTTP/1.0 knows none, and no browser speaks it
    if (head.host.count != 1)
        return malformed;
    const auto name = hostnameOf(head.host.value);
    if (name.empty())
        return malformed;
    if (!rules.servesHost(name))
        return Fault{403, "ORIGIN_REFUSED", "This host name is not served here"};
    return std::nullopt;
}

std::optional<Fault> judgeHead(const Message &message, const Head &head, const ReaderRules &rules)
{
    if (auto fault = judgeFraming(message, head))
        return fault;
    if (auto fault = judgeHost(message, head, rules))
        return fault;
    if (!isServedMethod(message.method()))
        return Fault{405, "METHOD_NOT_ALLOWED", "This method is not served"};
    const auto target = viewOf(message.target());
    if (!isSoundTarget(target) || !localTarget(target, head.host.value))
        return malformed;
    return std::nullopt;
}

Fault faultOf(const error_code &error)
{
    if (error == beast::error::body_limit)
        return {413, "BODY_TOO_LARGE", "The request's body is too large"};
    if (error == beast::error::header_limit)
        return {431, "HEADERS_TOO_LARGE", "The request's headers are too large"};
    if (error == beast::error::bad_version)
        return {505, "VALIDATION_FAILED", "Only HTTP/1.0 and HTTP/1.1 are spoken here"};
    return malformed;
}

} // namespace

struct RequestReader::Parser {
    void restart(const Limits &limits)
    {
        parser.reset();
        memory.release();
        parser.emplace(std::piecewise_construct, std::make_tuple(), std::make_tuple(Allocator(&memory)));
        parser->header_limit(static_cast<std::uint32_t>(limits.headBytes + 1));
        parser->body_limit(limits.bodyBytes);
        parser->eager(true);
        head = {};
    }
    const Message &message() const { return parser->get(); }

    std::array<std::byte, 1024> first; //!< what a usual head takes
    std::pmr::monotonic_buffer_resource memory{first.data(), first.size()};
    std::optional<MessageParser> parser;
    Head head;
};

RequestReader::RequestReader(const ReaderRules &rules)
    : m_rules(rules), m_scan(rules.limits), m_parser(std::make_unique<Parser>())
{
    restart();
}

RequestReader::~RequestReader() = default;

void RequestReader::restart()
{
    m_scan.restart();
    m_parser->restart(m_rules.limits);
}

bool RequestReader::isInBody() const
{
    return m_parser->parser->is_header_done();
}

RequestReader::Step RequestReader::refuse(const Fault &fault)
{
    m_fault = fault;
    return Step::Refused;
}

RequestReader::Step RequestReader::read(std::string_view &input)
{
    return isInBody() ? readBody(input) : readHead(input);
}

RequestReader::Step RequestReader::readHead(std::string_view &input)
{
    if (const auto fault = m_scan.scan(input))
        return refuse(*fault);
    if (m_scan.end() == 0)
        return Step::NeedMore;
    auto &parser = *m_parser->parser;
    error_code error;
    const auto used = parser.put(boost::asio::buffer(input.data(), m_scan.end()), error);
    if (error && error != beast::error::need_more)
        return refuse(faultOf(error));
    if (!parser.is_header_done() || used != m_scan.end())
        return refuse(malformed);
    input.remove_prefix(used);
    const Message &message = m_parser->message();
    m_parser->head = headOf(message);
    const Head &head = m_parser->head;
    if (const auto fault = judgeHead(message, head, m_rules))
        return refuse(*fault);
    if (parser.is_done())
        return Step::Ready;
    if (input.empty() && message.version() == 11 && head.expectation.count > 0)
        return Step::SendContinue;
    return readBody(input);
}

RequestReader::Step RequestReader::readBody(std::string_view &input)
{
    auto &parser = *m_parser->parser;
    while (!parser.is_done()) {
        if (input.empty())
            return Step::NeedMore;
        error_code error;
        const auto used = parser.put(boost::asio::buffer(input.data(), input.size()), error);
        input.remove_prefix(used);
        if (error && error != beast::error::need_more)
            return refuse(faultOf(error));
        if (used == 0 && !parser.is_done())
            // Beast waits for the end of a chunk's line or of trailers.
            return input.size() > longestChunkLine ? refuse(malformed) : Step::NeedMore;
    }
    const Message &message = m_parser->message();
    // Trailers would slip in headers that were judged as absent.
    if (std::distance(message.begin(), message.end()) != m_parser->head.fields)
        return refuse(malformed);
    return Step::Ready;
}

RequestView RequestReader::view() const
{
    const Message &message = m_parser->message();
    RequestView view;
    view.method = viewOf(message.method_string());
    const Head &head = m_parser->head;
    const auto target = *localTarget(viewOf(message.target()), head.host.value);
    const auto mark = target.find('?');
    view.path = target.substr(0, mark);
    if (mark != std::string_view::npos)
        view.query = target.substr(mark + 1);
    view.authorization = head.authorization.value;
    view.apiKey = head.apiKey.value;
    view.userAgent = head.userAgent.value;
    view.raw = &message;
    view.find = [](const void *raw, std::string_view name) {
        return viewOf((*static_cast<const Message *>(raw))[beastView(name)]);
    };
    view.countOf = [](const void *raw, std::string_view name) {
        return static_cast<const Message *>(raw)->count(beastView(name));
    };
    return view;
}

Request RequestReader::request() const
{
    const Message &message = m_parser->message();
    const RequestView view = this->view();
    Request request;
    request.method = view.method;
    request.path = view.path;
    request.query = view.query;
    for (const auto &field : message) {
        std::string name(viewOf(field.name_string()));
        for (auto &letter : name)
            if (letter >= 'A' && letter <= 'Z')
                letter = static_cast<char>(letter + 32);
        request.headers.push_back({std::move(name), std::string(viewOf(field.value()))});
    }
    request.body = message.body();
    return request;
}

bool RequestReader::keepAlive() const
{
    return m_parser->message().version() == 11 && m_parser->parser->keep_alive();
}

std::string_view RequestReader::lastHeader(std::string_view name) const
{
    const auto range = m_parser->message().equal_range(beastView(name));
    std::string_view value;
    for (auto field = range.first; field != range.second; ++field)
        value = viewOf(field->value());
    return value;
}

} // namespace gateway::http
