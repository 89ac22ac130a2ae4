#include "core/base/error.h"

namespace core {

QString nameOf(Error::Kind kind)
{
    using namespace Qt::StringLiterals;
    switch (kind) {
    case Error::Kind::Cancelled: return u"Cancelled"_s;
    case Error::Kind::Offline: return u"Offline"_s;
    case Error::Kind::TimedOut: return u"TimedOut"_s;
    case Error::Kind::Insecure: return u"Insecure"_s;
    case Error::Kind::OutcomeUnknown: return u"OutcomeUnknown"_s;
    case Error::Kind::Unauthorized: return u"Unauthorized"_s;
    case Error::Kind::SignInFailed: return u"SignInFailed"_s;
    case Error::Kind::SecondFactorRequired: return u"SecondFactorRequired"_s;
    case Error::Kind::ConfirmationRequired: return u"ConfirmationRequired"_s;
    case Error::Kind::Forbidden: return u"Forbidden"_s;
    case Error::Kind::NotFound: return u"NotFound"_s;
    case Error::Kind::Conflict: return u"Conflict"_s;
    case Error::Kind::ChangedMeanwhile: return u"ChangedMeanwhile"_s;
    case Error::Kind::Validation: return u"Validation"_s;
    case Error::Kind::PlanLimit: return u"PlanLimit"_s;
    case Error::Kind::RateLimited: return u"RateLimited"_s;
    case Error::Kind::InProgress: return u"InProgress"_s;
    case Error::Kind::Unavailable: return u"Unavailable"_s;
    case Error::Kind::Server: return u"Server"_s;
    case Error::Kind::NotSupported: return u"NotSupported"_s;
    case Error::Kind::Protocol: return u"Protocol"_s;
    case Error::Kind::Storage: return u"Storage"_s;
    case Error::Kind::KeychainLocked: return u"KeychainLocked"_s;
    case Error::Kind::KeychainDenied: return u"KeychainDenied"_s;
    case Error::Kind::KeychainMissing: return u"KeychainMissing"_s;
    case Error::Kind::KeychainTimedOut: return u"KeychainTimedOut"_s;
    case Error::Kind::LocalGateway: return u"LocalGateway"_s;
    }
    return {};
}

} // namespace core
