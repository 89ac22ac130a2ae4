#include "core/gateway/http/headscan.h"

namespace gateway::http {

namespace {

constexpr std::size_t longestMethodAndVersion = 32;
constexpr Fault malformed{400, "VALIDATION_FAILED", "The request is malformed"};
constexpr Fault headTooLarge{431, "HEADERS_TOO_LARGE", "The request's headers are too large"};
constexpr Fault targetTooLong{414, "HEADERS_TOO_LARGE", "The request's address is too long"};

//! What may begin a method or a header's name (RFC 9110 section 5.6.2).
bool isTokenLetter(char letter)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    const char lower = static_cast<char>(letter | 0x20);
    return (lower >= 'a' && lower <= 'z') || (letter >= '0' && letter <= '9') ||
           others.find(letter) != std::string_view::npos;
}

} // namespace

std::optional<Fault> HeadScan::scan(std::string_view head)
{
    while (m_end == 0) {
        const auto feed = head.find('\n', m_next);
        if (feed == std::string_view::npos)
            return judgeRest(head.substr(m_next));
        const bool bare = feed == m_next || head[feed - 1] != '\r';
        if (bare)
            return malformed;
        const auto line = head.substr(m_next, feed - 1 - m_next);
        m_next = feed + 1;
        if (m_next > m_limits.headBytes)
            return headTooLarge;
        if (line.empty() && m_lines > 0)
            m_end = m_next;
        else if (auto fault = judgeLine(line))
            return fault;
    }
    return std::nullopt;
}

std::optional<Fault> HeadScan::judgeLine(std::string_view line)
{
    // A line that begins with a space would continue the one before it (obs-fold).
    if (line.empty() || !isTokenLetter(line.front()) || line.find('\0') != std::string_view::npos ||
        line.find('\r') != std::string_view::npos)
        return malformed;
    ++m_lines;
    if (m_lines == 1) {
        const auto space = line.find(' ');
        const auto last = line.rfind(' ');
        if (space != std::string_view::npos && last > space && last - space - 1 > m_limits.targetBytes)
            return targetTooLong;
    }
    if (m_lines > m_limits.headers + 1)
        return headTooLarge;
    return std::nullopt;
}

std::optional<Fault> HeadScan::judgeRest(std::string_view rest) const
{
    if (rest.empty())
        return std::nullopt;
    const bool endsHead = rest == "\r" && m_lines > 0;
    if (!endsHead && !isTokenLetter(rest.front()))
        return malformed;
    if (rest.find('\0') != std::string_view::npos)
        return malformed;
    if (m_lines == 0 && rest.size() > m_limits.targetBytes + longestMethodAndVersion)
        return targetTooLong;
    if (m_next + rest.size() > m_limits.headBytes)
        return headTooLarge;
    return std::nullopt;
}

void HeadScan::restart()
{
    m_next = 0;
    m_lines = 0;
    m_end = 0;
}

} // namespace gateway::http
