#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gateway::http {

//! The names under which this server answers. Any other Host is refused: a page that rebinds its name to this
//! machine's address cannot reach the gateway.
class ServedHosts {
public:
    //! \a address: what the server listens on. \a names may hold "*".
    ServedHosts(std::string_view address, const std::vector<std::string> &names);

    bool serves(std::string_view hostname) const;

private:
    std::vector<std::string> m_names;
    bool m_any = false;
};

//! The name in a Host header, lower-case, without port and brackets; empty where it is malformed.
std::string hostnameOf(std::string_view host);

} // namespace gateway::http
