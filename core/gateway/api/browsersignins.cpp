#include "core/gateway/api/browsersignins.h"

#include "core/base/crypto.h"
#include "core/gateway/api/authentication.h"

#include <algorithm>

namespace gateway::api {

void BrowserSignIns::forgetOld(const QDateTime &now)
{
    constexpr auto seconds = std::chrono::seconds(patience).count();
    std::erase_if(m_entries, [&](const auto &entry) { return entry.second.signIn.begunAt.secsTo(now) >= seconds; });
}

std::optional<BrowserSignIns::Marks> BrowserSignIns::begin(const BrowserSignIn &signIn)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(signIn.begunAt);
    const auto ofAddress = std::count_if(m_entries.begin(), m_entries.end(), [&](const auto &entry) {
        return entry.second.signIn.address == signIn.address;
    });
    if (m_entries.size() >= most || static_cast<std::size_t>(ofAddress) >= mostOfAddress)
        return std::nullopt;
    const Marks marks{crypto::toBase64Url(crypto::randomBytes(32)), crypto::toBase64Url(crypto::randomBytes(32))};
    m_entries[sessionHash(marks.state)] = {sessionHash(marks.browser), signIn};
    return marks;
}

std::optional<BrowserSignIn> BrowserSignIns::take(const Marks &marks, const QDateTime &now)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(now);
    const auto found = m_entries.find(sessionHash(marks.state));
    if (found == m_entries.end() || found->second.browserHash != sessionHash(marks.browser))
        return std::nullopt;
    const auto signIn = std::move(found->second.signIn);
    m_entries.erase(found);
    return signIn;
}

} // namespace gateway::api
