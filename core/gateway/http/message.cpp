#include "core/gateway/http/message.h"

#include <algorithm>

namespace gateway::http {

std::string_view Request::header(std::string_view lowerCaseName) const
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const Header &header) { return header.name == lowerCaseName; });
    return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::size_t Request::count(std::string_view lowerCaseName) const
{
    const auto number = std::count_if(headers.begin(), headers.end(),
                                      [&](const Header &header) { return header.name == lowerCaseName; });
    return static_cast<std::size_t>(number);
}

} // namespace gateway::http
