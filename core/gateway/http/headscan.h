#pragma once

#include "core/gateway/http/server.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace gateway::http {

//! Why a request is refused before anybody asked for an answer. The connection closes after it.
struct Fault {
    int status = 400;
    std::string_view code = "VALIDATION_FAILED";
    std::string_view message;
};

//! Looks at a request's head as it arrives, before the parser: lines that some parsers read in two ways, and sizes.
class HeadScan {
public:
    explicit HeadScan(const Limits &limits) : m_limits(limits) {}

    //! \a head begins with the request and has grown since the last call. A fault ends it.
    std::optional<Fault> scan(std::string_view head);
    //! Behind the empty line that ends the head; 0 as long as it has not come.
    std::size_t end() const { return m_end; }
    void restart();

private:
    std::optional<Fault> judgeLine(std::string_view line);
    std::optional<Fault> judgeRest(std::string_view rest) const;

    const Limits &m_limits;
    std::size_t m_next = 0; //!< the first line that is not judged yet
    std::size_t m_lines = 0;
    std::size_t m_end = 0;
};

} // namespace gateway::http
