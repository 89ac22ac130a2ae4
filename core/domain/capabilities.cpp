#include "core/domain/capabilities.h"

using namespace Qt::StringLiterals;

namespace core {

BackendKind backendKindFrom(QStringView word)
{
    for (const auto kind : {BackendKind::BetterAuth, BackendKind::Watched}) {
        if (word == wordFor(kind))
            return kind;
    }
    return BackendKind::Gateway;
}

QString wordFor(BackendKind kind)
{
    switch (kind) {
    case BackendKind::Gateway: break;
    case BackendKind::BetterAuth: return u"better-auth"_s;
    case BackendKind::Watched: return u"watched"_s;
    }
    return u"gateway"_s;
}

} // namespace core
