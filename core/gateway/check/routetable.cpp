#include "core/gateway/check/routetable.h"

#include <algorithm>
#include <cstdint>

namespace gateway::check {

namespace {

std::vector<std::string_view> segmentsOf(std::string_view path)
{
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

int hexValue(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    const int lower = letter | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

//! Whether a segment may stand for `{name}`: not empty, and still one plain segment to whoever decodes it.
bool isPlainSegment(std::string_view segment)
{
    std::string decoded;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        char letter = segment[i];
        if (letter == '%') {
            const int high = i + 1 < segment.size() ? hexValue(segment[i + 1]) : -1;
            const int low = i + 2 < segment.size() ? hexValue(segment[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            letter = static_cast<char>(high * 16 + low);
            i += 2;
        }
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '/' || letter == '\\' || letter == '%' || code < 0x20 || code == 0x7F)
            return false;
        decoded += letter;
    }
    return !decoded.empty() && decoded != "." && decoded != "..";
}

bool fits(const std::vector<std::string> &pattern, const std::vector<std::string_view> &segments)
{
    return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                      [](const std::string &expected, std::string_view segment) {
                          return expected.empty() ? isPlainSegment(segment) : expected == segment;
                      });
}

} // namespace

RouteTable::RouteTable(const ProfileFacts &profile) : m_scopes(profile.scopes)
{
    for (const auto &route : profile.routes) {
        const std::size_t target = m_targets.size();
        m_targets.push_back({route.scope, route.method + ' ' + route.path, positionOf(route.scope)});
        if (route.path.find('{') == std::string::npos) {
            if (!pathsOf(route.method))
                m_exact.emplace_back(route.method, Paths());
            const auto paths = std::find_if(m_exact.begin(), m_exact.end(),
                                            [&](const auto &exact) { return exact.first == route.method; });
            paths->second.try_emplace(route.path, target);
            continue;
        }
        Pattern pattern{route.method, {}, target};
        for (const auto segment : segmentsOf(route.path))
            pattern.segments.emplace_back(segment.starts_with('{') ? std::string_view() : segment);
        m_patterns.push_back(std::move(pattern));
    }
}

std::optional<RouteTable::Match> RouteTable::find(std::string_view method, std::string_view path) const
{
    if (method == "HEAD")
        method = "GET";
    std::optional<std::size_t> target;
    if (const Paths *paths = pathsOf(method))
        if (const auto found = paths->find(path); found != paths->end())
            target = found->second;
    if (!target)
        target = findPattern(method, path);
    if (!target)
        return std::nullopt;
    return Match{m_targets[*target].scope, m_targets[*target].route, m_targets[*target].position};
}

const RouteTable::Paths *RouteTable::pathsOf(std::string_view method) const
{
    for (const auto &exact : m_exact)
        if (exact.first == method)
            return &exact.second;
    return nullptr;
}

std::optional<std::size_t> RouteTable::findPattern(std::string_view method, std::string_view path) const
{
    if (m_patterns.empty() || !path.starts_with('/'))
        return std::nullopt;
    const auto segments = segmentsOf(path);
    const auto found = std::find_if(m_patterns.begin(), m_patterns.end(), [&](const Pattern &pattern) {
        return pattern.method == method && fits(pattern.segments, segments);
    });
    return found == m_patterns.end() ? std::nullopt : std::optional(found->target);
}

ScopeSet RouteTable::setOf(const std::vector<std::string> &scopes) const
{
    ScopeSet set;
    for (const auto &scope : scopes)
        if (const auto position = positionOf(scope))
            set.set(*position);
    return set;
}

std::optional<std::size_t> RouteTable::positionOf(std::string_view scope) const
{
    const auto found = std::find(m_scopes.begin(), m_scopes.end(), scope);
    const auto position = static_cast<std::size_t>(found - m_scopes.begin());
    if (found == m_scopes.end() || position >= ScopeSet().size())
        return std::nullopt;
    return position;
}

} // namespace gateway::check
