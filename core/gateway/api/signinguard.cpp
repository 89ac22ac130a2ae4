#include "core/gateway/api/signinguard.h"

#include <algorithm>

namespace gateway::api {

namespace {

constexpr std::int64_t windowMs = std::chrono::milliseconds(SignInGuard::window).count();

//! Seconds until fewer than \a most attempts lie in the window; 0: now.
std::chrono::seconds waitFor(std::deque<std::int64_t> &attempts, std::size_t most, std::int64_t now)
{
    while (!attempts.empty() && attempts.front() <= now - windowMs)
        attempts.pop_front();
    if (attempts.size() < most)
        return {};
    const auto freeAt = attempts[attempts.size() - most] + windowMs;
    return std::chrono::seconds((freeAt - now + 999) / 1000);
}

} // namespace

void SignInGuard::forgetOld(Attempts &attempts, std::int64_t now)
{
    std::erase_if(attempts,
                  [now](const auto &entry) { return entry.second.empty() || entry.second.back() <= now - windowMs; });
}

SignInGuard::Admission SignInGuard::admit(const std::string &email, const std::string &address, std::int64_t now)
{
    const std::lock_guard lock(m_mutex);
    if (now - m_lastSweep > windowMs) {
        forgetOld(m_emails, now);
        forgetOld(m_addresses, now);
        m_lastSweep = now;
    }
    auto &ofEmail = m_emails[email];
    auto &ofAddress = m_addresses[address];
    const auto wait = std::max(waitFor(ofEmail, perEmail, now), waitFor(ofAddress, perAddress, now));
    if (wait.count() > 0) {
        if (ofEmail.empty()) // else whoever is refused could fill the memory with names
            m_emails.erase(email);
        return {false, wait};
    }
    ofEmail.push_back(now);
    ofAddress.push_back(now);
    return {true, {}};
}

void SignInGuard::succeeded(const std::string &email, const std::string &address, std::int64_t admittedAt)
{
    const std::lock_guard lock(m_mutex);
    m_emails.erase(email);
    auto &attempts = m_addresses[address];
    if (const auto own = std::find(attempts.begin(), attempts.end(), admittedAt); own != attempts.end())
        attempts.erase(own);
}

} // namespace gateway::api
