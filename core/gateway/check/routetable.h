#pragma once

#include "core/gateway/check/keyfacts.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gateway::check {

//! The routes of a profile, made for searching. What it does not list is refused.
class RouteTable {
public:
    explicit RouteTable(const ProfileFacts &profile);

    struct Match {
        std::string_view scope;              //!< lives as long as the table
        std::string_view route;              //!< likewise: method and pattern as the profile lists them
        std::optional<std::size_t> position; //!< among the profile's scopes; none: no key can hold it
    };
    //! \a path without query, as sent: nothing is decoded, so nothing can be read in two ways. HEAD counts as GET.
    std::optional<Match> find(std::string_view method, std::string_view path) const;

    //! The given scopes as a set; names that the profile does not have are left out.
    ScopeSet setOf(const std::vector<std::string> &scopes) const;

private:
    struct Pattern {
        std::string method;
        std::vector<std::string> segments; //!< an empty one stands for any
        std::size_t target = 0;            //!< in m_targets
    };
    struct Target {
        std::string scope;
        std::string route;
        std::optional<std::size_t> position;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    using Paths = std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>>;

    std::optional<std::size_t> positionOf(std::string_view scope) const;
    const Paths *pathsOf(std::string_view method) const;
    std::optional<std::size_t> findPattern(std::string_view method, std::string_view path) const;

    std::vector<std::string> m_scopes;
    std::vector<Target> m_targets;
    std::vector<std::pair<std::string, Paths>> m_exact; //!< method, path → target; there are few methods
    std::vector<Pattern> m_patterns;
};

} // namespace gateway::check
