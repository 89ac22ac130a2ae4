#pragma once

#include "core/base/clock.h"
#include "core/gateway/oidc/client.h"
#include "core/gateway/oidc/issuer.h"

#include <QThread>
#include <atomic>
#include <functional>
#include <memory>

namespace gateway::oidc {

//! Asks an OpenID provider on a thread of its own, where Qt Network has its event loop: nobody who asks waits for an
//! answer on a thread. For any thread.
class RelyingParty {
public:
    template <typename T>
    using Handler = std::function<void(const core::Result<T> &)>;

    //! \a clock outlives it.
    RelyingParty(Client client, const core::Clock &clock);
    //! Stops.
    ~RelyingParty();
    RelyingParty(const RelyingParty &) = delete;
    RelyingParty &operator=(const RelyingParty &) = delete;

    const Client &client() const { return m_client; }

    //! \a handler hears the outcome on that thread, or before this returns; after `stop` it is dropped unused.
    //! Kind::Unavailable where too many are being asked for.
    void provider(Handler<Provider> handler);
    //! Likewise.
    void redeem(const Redemption &redemption, Handler<Identity> handler);

    //! Gives up what is under way. May be called twice.
    void stop();

private:
    template <typename T, typename Ask>
    void ask(Handler<T> handler, Ask question);

    const Client m_client;
    std::atomic<int> m_underWay{0};
    QThread m_thread;
    QObject m_home;                   //!< lives on that thread
    std::unique_ptr<Issuer> m_issuer; //!< likewise
};

} // namespace gateway::oidc
