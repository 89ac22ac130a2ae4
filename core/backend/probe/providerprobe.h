#pragma once

#include "core/base/async.h"
#include "core/base/secret.h"
#include "core/domain/keycheck.h"
#include "core/domain/watching.h"

namespace core {

class Clock;
class HttpClient;

//! Asks a provider with a key whether it takes it: one harmless call, made once, only when it is told to.
class ProviderProbe {
public:
    ProviderProbe(HttpClient &http, const Clock &clock);

    //! Always a value, unless it was torn down. The key goes to the organization's address and nowhere else.
    Async<KeyCheck> ask(const WatchedOrganization &organization, const Watching &provider, const WatchedKind &kind,
                        const Secret &key);

private:
    HttpClient &m_http;
    const Clock &m_clock;
};

} // namespace core
