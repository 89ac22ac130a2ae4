#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <QStringList>
#include <QUrl>
#include <cstddef>
#include <memory>

namespace gateway {

//! The OpenID provider by which people may sign in.
struct OpenIdOptions {
    QString issuer{}; //!< empty: there is none
    QString clientId{};
    QString clientSecretFile{}; //!< empty: the gateway is a public client there
    QString name{};             //!< of the provider, for people; empty: the usual one
};

//! How a gateway is run. Everything but the database has a sound default.
struct Options {
    QString databaseFile;
    QString pepperFile{}; //!< empty: beside the database, as "NAME.pepper"
    QString listenAddress{QStringLiteral("127.0.0.1")};
    quint16 port = 0; //!< 0: a free one
    unsigned ioThreads = 1;
    bool sampleRoutes = false;              //!< answer the profiles' own routes after the full check
    bool eventDetail = true;                //!< off: calls are counted, but leave no event
    std::size_t mostWaitingEvents = 262144; //!< that the disk has not taken yet; calls beyond them are only counted
    QString tlsCertificateFile{};           //!< PEM; with the key: TLS
    QString tlsKeyFile{};
    bool behindProxy = false; //!< a proxy in front speaks TLS and sets X-Forwarded-Proto and -For
    QString metricsAddress{}; //!< where `/metrics` is served to everybody, beside loopback; empty: nowhere
    quint16 metricsPort = 0;
    QStringList hosts{};    //!< names served beside loopback's and the listen address
    int keepEventDays = 90; //!< how long events are kept; hourly counts are for two years at least
    OpenIdOptions openId{};
    const core::Clock *clock = nullptr; //!< outlives the gateway; null: the system's
};

//! A whole gateway: store, check, API and HTTP server, on threads of its own. Nothing of it needs an event loop.
class Gateway {
public:
    explicit Gateway(Options options);
    //! Stops.
    ~Gateway();
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    //! Opens (or makes) the database, loads the keys and listens. Kind::Storage with words for a person, and for the
    //! database the facts of store::Store::open.
    core::Result<> start();
    //! Where it listens: `http://127.0.0.1:PORT`. Empty before start.
    QUrl address() const;
    //! Likewise for Options::metricsAddress.
    QUrl metricsAddress() const;
    //! Finishes the requests under way and writes what the activity still holds; at most 5 s. May be called twice.
    void stop();

private:
    struct State;
    Options m_options;
    std::unique_ptr<State> m_state;
};

} // namespace gateway
