#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <chrono>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>

namespace gateway::api {

//! The codes that a browser carries back to the app, each good for one session. In memory only, by their hashes. For
//! any thread.
class SignInCodes {
public:
    static constexpr std::chrono::seconds life{60};
    //! How long a code that comes again still ends its session.
    static constexpr std::chrono::minutes memory{10};
    static constexpr std::size_t most = 4096; //!< beyond it the oldest is forgotten

    //! \a challenge: of PKCE, from the app that began the sign-in.
    std::string issue(const QString &userId, const QString &challenge, const QDateTime &now);

    struct Redeemed {
        enum class Verdict {
            Granted,
            Refused, //!< not known, expired, or the verifier of another app
            Replayed //!< a second time: the session that it made must end (RFC 6749, 4.1.2)
        };
        Verdict verdict = Verdict::Refused;
        QString userId{};    //!< empty where the code is not known
        QString sessionId{}; //!< Replayed; empty where it made none
    };
    //! Whatever the verdict, the code is good for nothing afterwards.
    Redeemed redeem(std::string_view code, std::string_view verifier, const QDateTime &now);
    //! The session that a granted code made.
    void made(std::string_view code, const QString &sessionId);

private:
    struct Entry {
        QByteArray hash;
        QString userId;
        QString challenge;
        QDateTime issuedAt;
        bool isUsed = false;
        QString sessionId{};
    };
    Entry *find(std::string_view code);

    std::mutex m_mutex;
    std::deque<Entry> m_entries; //!< the oldest first
};

} // namespace gateway::api
