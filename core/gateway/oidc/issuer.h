#pragma once

#include "core/base/clock.h"
#include "core/gateway/oidc/client.h"
#include "core/gateway/oidc/idtoken.h"
#include "core/gateway/oidc/keyset.h"
#include "core/gateway/oidc/latest.h"
#include "core/gateway/oidc/provider.h"
#include "core/net/httpclient.h"

#include <QObject>

namespace gateway::oidc {

//! What a browser brought back, and what was asked for when it was sent away.
struct Redemption {
    QString code;
    QString sender; //!< `iss` of the answer; empty: it had none
    QString callback;
    core::Secret verifier; //!< of PKCE
    QString nonce;
    QDateTime askedAt;
};

//! One OpenID provider, asked over the network. For one thread, with an event loop.
class Issuer : public QObject {
    Q_OBJECT

public:
    //! \a clock outlives it.
    Issuer(Client client, const core::Clock &clock);

    core::Async<Provider> provider();
    //! Who signed in. Kind::Protocol where the provider's word must not be taken, Kind::Server where it refuses.
    core::Async<Identity> redeem(const Redemption &redemption);

private:
    struct Tokens {
        QByteArray idToken;
        core::Secret accessToken;
    };
    core::Async<QByteArray> fetch(const QUrl &address, const core::Secret &accessToken = {});
    core::Async<Tokens> exchange(const Redemption &redemption, const Provider &provider);
    core::Async<KeySet> keysFor(const SignedBy &signature);
    core::Async<Identity> judge(const Tokens &tokens, const Redemption &redemption, const Provider &provider);
    core::Async<Identity> complete(const Identity &identity, const Tokens &tokens, const Provider &provider);

    const Client m_client;
    const core::Clock &m_clock;
    core::SystemClock m_providersClock; //!< HttpClient sets it by what the provider says; nothing else goes by it
    core::HttpClient m_http;
    Latest<Provider> m_provider;
    Latest<KeySet> m_keys;
};

} // namespace gateway::oidc
