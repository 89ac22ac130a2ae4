#include "core/gateway/http/hosts.h"

#include <algorithm>

namespace gateway::http {

namespace {

bool isPort(std::string_view text)
{
    return text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isNameLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':';
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (auto &letter : lower)
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter + ('a' - 'A'));
    return lower;
}

} // namespace

std::string hostnameOf(std::string_view host)
{
    std::string_view name = host;
    std::string_view rest;
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        if (end == std::string_view::npos)
            return {};
        name = host.substr(1, end - 1);
        rest = host.substr(end + 1);
    } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
        name = host.substr(0, colon);
        rest = host.substr(colon);
    }
    if (!rest.empty() && (rest.front() != ':' || !isPort(rest.substr(1))))
        return {};
    std::string lower = lowered(name);
    return std::all_of(lower.begin(), lower.end(), isNameLetter) ? lower : std::string();
}

ServedHosts::ServedHosts(std::string_view address, const std::vector<std::string> &names)
    : m_names{"localhost", "127.0.0.1", "::1"}
{
    const bool everywhere = address == "0.0.0.0" || address == "::";
    if (!everywhere)
        m_names.push_back(lowered(address));
    for (const auto &name : names) {
        m_any = m_any || name == "*";
        m_names.push_back(hostnameOf(name));
    }
}

bool ServedHosts::serves(std::string_view hostname) const
{
    return !hostname.empty() && (m_any || std::find(m_names.begin(), m_names.end(), hostname) != m_names.end());
}

} // namespace gateway::http
