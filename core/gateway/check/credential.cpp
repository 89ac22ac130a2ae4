#include "core/gateway/check/credential.h"

#include "core/domain/keytoken.h"

#include <algorithm>

namespace gateway::check {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto isSpace = [](char letter) { return letter == ' ' || letter == '\t'; };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

//! What follows `Bearer` (in any case, RFC 9110 section 11.1); empty for other schemes.
std::string_view bearerOf(std::string_view authorization)
{
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size())
        return {};
    const bool isBearer =
        std::equal(scheme.begin(), scheme.end(), authorization.begin(), [](char expected, char given) {
            return expected == given || (expected != ' ' && expected == (given | 0x20));
        });
    return isBearer ? trimmed(authorization.substr(scheme.size())) : std::string_view();
}

class Reader {
public:
    void add(std::string_view secret, std::size_t count)
    {
        if (secret.empty() && count < 2)
            return;
        m_conflict = m_conflict || count > 1 || (!m_secret.empty() && m_secret != secret);
        m_secret = secret;
    }
    Credential credential() const
    {
        if (m_conflict)
            return {Credential::Kind::Conflict, {}};
        if (m_secret.empty())
            return {};
        const bool personal = m_secret.starts_with(personalTokenPrefix) && keytoken::isWellFormed(m_secret);
        return {personal ? Credential::Kind::PersonalToken : Credential::Kind::Key, m_secret};
    }

private:
    std::string_view m_secret;
    bool m_conflict = false;
};

} // namespace

Credential readCredential(const http::RequestView &request, const std::vector<std::string> &extraHeaders)
{
    Reader reader;
    if (!request.authorization.empty())
        reader.add(bearerOf(request.authorization), request.count("authorization"));
    if (!request.apiKey.empty())
        reader.add(trimmed(request.apiKey), request.count("x-api-key"));
    for (const auto &name : extraHeaders)
        if (const auto value = request.header(name); !value.empty())
            reader.add(trimmed(value), request.count(name));
    return reader.credential();
}

Credential readCredential(const http::Request &request, const std::vector<std::string> &extraHeaders)
{
    Reader reader;
    reader.add(bearerOf(request.header("authorization")), request.count("authorization"));
    reader.add(trimmed(request.header("x-api-key")), request.count("x-api-key"));
    for (const auto &name : extraHeaders)
        reader.add(trimmed(request.header(name)), request.count(name));
    return reader.credential();
}

} // namespace gateway::check
