#include "core/gateway/api/signincodes.h"

#include "core/base/crypto.h"
#include "core/gateway/api/authentication.h"

#include <algorithm>

namespace gateway::api {

std::string SignInCodes::issue(const QString &userId, const QString &challenge, const QDateTime &now)
{
    auto code = crypto::toBase64Url(crypto::randomBytes(32));
    const std::lock_guard lock(m_mutex);
    constexpr auto seconds = std::chrono::seconds(memory).count();
    while (!m_entries.empty() && (m_entries.size() >= most || m_entries.front().issuedAt.secsTo(now) >= seconds))
        m_entries.pop_front();
    m_entries.push_back({sessionHash(code), userId, challenge, now});
    return code;
}

SignInCodes::Entry *SignInCodes::find(std::string_view code)
{
    const auto hash = sessionHash(code);
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.hash == hash; });
    return found == m_entries.end() ? nullptr : &*found;
}

SignInCodes::Redeemed SignInCodes::redeem(std::string_view code, std::string_view verifier, const QDateTime &now)
{
    using enum Redeemed::Verdict;
    const std::lock_guard lock(m_mutex);
    auto *entry = find(code);
    if (!entry)
        return {};
    if (std::exchange(entry->isUsed, true))
        return {Replayed, entry->userId, entry->sessionId};
    const bool isProved = crypto::toBase64Url(crypto::sha256(verifier)) == entry->challenge.toStdString();
    const bool isFresh = entry->issuedAt.secsTo(now) < life.count();
    return {isProved && isFresh ? Granted : Refused, entry->userId};
}

void SignInCodes::made(std::string_view code, const QString &sessionId)
{
    const std::lock_guard lock(m_mutex);
    if (auto *entry = find(code))
        entry->sessionId = sessionId;
}

} // namespace gateway::api
