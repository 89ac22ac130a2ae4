#include "core/backend/backends.h"

#include "core/backend/betterauth/betterauthbackend.h"
#include "core/backend/gateway/gatewaybackend.h"

namespace core {

BackendMaker networkBackends(HttpClient &http)
{
    return [&http](BackendKind kind, const QUrl &address) -> std::unique_ptr<Backend> {
        switch (kind) {
        case BackendKind::Gateway: return std::make_unique<GatewayBackend>(http, address);
        case BackendKind::BetterAuth: return std::make_unique<BetterAuthBackend>(http, address);
        case BackendKind::Watched: break;
        }
        return nullptr;
    };
}

} // namespace core
