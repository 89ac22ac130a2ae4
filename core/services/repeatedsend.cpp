#include "core/services/repeatedsend.h"

namespace core {

Sending judge(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Offline:
    case Error::Kind::Insecure: return Sending::NotSent;
    case Error::Kind::TimedOut:
    case Error::Kind::OutcomeUnknown:
    case Error::Kind::InProgress:
    case Error::Kind::Server:
    case Error::Kind::Protocol: return Sending::Unsure;
    case Error::Kind::Unauthorized:
    case Error::Kind::SignInFailed:
    case Error::Kind::SecondFactorRequired:
    case Error::Kind::ConfirmationRequired:
    case Error::Kind::Forbidden:
    case Error::Kind::RateLimited:
    case Error::Kind::Unavailable: return Sending::Declined;
    case Error::Kind::NotFound:
    case Error::Kind::Conflict:
    case Error::Kind::ChangedMeanwhile:
    case Error::Kind::Validation:
    case Error::Kind::PlanLimit:
    case Error::Kind::NotSupported:
    case Error::Kind::Storage:
    case Error::Kind::KeychainLocked:
    case Error::Kind::KeychainDenied:
    case Error::Kind::KeychainMissing:
    case Error::Kind::KeychainTimedOut:
    case Error::Kind::LocalGateway: return Sending::Refused;
    case Error::Kind::Cancelled: return Sending::GivenUp;
    }
    return Sending::Unsure;
}

bool mayHaveHappened(Error::Kind kind)
{
    const auto sending = judge(kind);
    return sending == Sending::Unsure || sending == Sending::GivenUp;
}

} // namespace core
