#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace gateway::api {

//! Slows down who guesses passwords: 5 failures in 15 min for an email, 20 for an address. An attempt under way counts
//! as failed until it is told otherwise, so that attempts side by side gain nothing. For any thread.
class SignInGuard {
public:
    static constexpr std::size_t perEmail = 5;
    static constexpr std::size_t perAddress = 20;
    static constexpr std::chrono::minutes window{15};

    struct Admission {
        bool admitted = false;
        std::chrono::seconds retryAfter{0};
    };
    //! \a email: folded; \a now: milliseconds since 1970.
    Admission admit(const std::string &email, const std::string &address, std::int64_t now);
    //! The attempt that was admitted at \a admittedAt was right.
    void succeeded(const std::string &email, const std::string &address, std::int64_t admittedAt);

private:
    using Attempts = std::unordered_map<std::string, std::deque<std::int64_t>>;
    static void forgetOld(Attempts &attempts, std::int64_t now);

    std::mutex m_mutex;
    Attempts m_emails;
    Attempts m_addresses;
    std::int64_t m_lastSweep = 0;
};

} // namespace gateway::api
