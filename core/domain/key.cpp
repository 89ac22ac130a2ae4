#include "core/domain/key.h"

using namespace Qt::StringLiterals;

namespace core {

KeyStatus keyStatusFrom(QStringView word)
{
    for (const auto status :
         {KeyStatus::Active, KeyStatus::Retiring, KeyStatus::Expired, KeyStatus::Revoked, KeyStatus::Disabled}) {
        if (wordFor(status) == word)
            return status;
    }
    return KeyStatus::Unknown;
}

QString wordFor(KeyStatus status)
{
    switch (status) {
    case KeyStatus::Active: return u"active"_s;
    case KeyStatus::Retiring: return u"retiring"_s;
    case KeyStatus::Expired: return u"expired"_s;
    case KeyStatus::Revoked: return u"revoked"_s;
    case KeyStatus::Disabled: return u"disabled"_s;
    case KeyStatus::Unknown: break;
    }
    return u"unknown"_s;
}

QString wordFor(RevokeReason reason)
{
    switch (reason) {
    case RevokeReason::Unused: return u"unused"_s;
    case RevokeReason::Replaced: return u"replaced"_s;
    case RevokeReason::Compromised: return u"compromised"_s;
    case RevokeReason::Other: break;
    }
    return u"other"_s;
}

} // namespace core
