#pragma once

#include "core/base/secret.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace gateway::api {

//! What the app that opened the browser asked for.
struct AppRequest {
    QString redirectUri;
    QString state;
    QString challenge; //!< of PKCE, S256
};

//! A sign-in whose browser is at the OpenID provider.
struct BrowserSignIn {
    AppRequest app;
    QString callback;      //!< where the provider sends the browser, as it was told
    QString nonce;         //!< for the ID token
    core::Secret verifier; //!< of PKCE with the provider
    std::string address;   //!< whose browser it is
    QDateTime begunAt;
};

//! The sign-ins under way, in memory only and for ten minutes. For any thread.
class BrowserSignIns {
public:
    static constexpr std::chrono::minutes patience{10};
    static constexpr std::size_t most = 4096;
    static constexpr std::size_t mostOfAddress = 64;

    //! What the sign-in is known by from now on: the one goes with the browser to the provider and back, the other
    //! stays in that browser, so that an answer counts in no other.
    struct Marks {
        std::string state;
        std::string browser;
    };
    //! Nothing where too many are under way.
    std::optional<Marks> begin(const BrowserSignIn &signIn);
    //! Once, and only with both marks.
    std::optional<BrowserSignIn> take(const Marks &marks, const QDateTime &now);

private:
    struct Entry {
        QByteArray browserHash;
        BrowserSignIn signIn;
    };
    void forgetOld(const QDateTime &now);

    std::mutex m_mutex;
    std::map<QByteArray, Entry> m_entries; //!< by the hash of the state
};

} // namespace gateway::api
