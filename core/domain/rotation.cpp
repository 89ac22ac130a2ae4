#include "core/domain/rotation.h"

#include "core/domain/keyrules.h"

namespace core::rotationrules {

namespace {

//! A call that was let in at the last moment is written down a little later, in whole seconds.
constexpr std::chrono::seconds lastMoment{2};

} // namespace

QDateTime endOf(const Key &oldKey)
{
    if (oldKey.status == KeyStatus::Revoked)
        return oldKey.revokedAt;
    if (!oldKey.retiresAt.isValid() || !oldKey.expiresAt.isValid())
        return oldKey.retiresAt.isValid() ? oldKey.retiresAt : oldKey.expiresAt;
    return std::min(oldKey.retiresAt, oldKey.expiresAt);
}

bool isRunning(const Rotation &rotation, const QDateTime &now)
{
    return rotation.oldKey && keyrules::isLive(keyrules::statusAt(*rotation.oldKey, now));
}

bool isGivenUp(const Rotation &rotation, const QDateTime &now)
{
    return rotation.oldKey && rotation.oldKey->status == KeyStatus::Active && rotation.newKey &&
           !keyrules::isLive(keyrules::statusAt(*rotation.newKey, now));
}

bool isHandedOver(const Rotation &rotation)
{
    return rotation.record.handOver != HandOver::None || (rotation.newKey && rotation.newKey->acknowledged);
}

bool works(const Rotation &rotation)
{
    return rotation.record.proof != Proof::None;
}

bool isSilent(const Rotation &rotation, const QDateTime &now)
{
    return rotation.oldKey &&
           (!rotation.oldKey->lastUsed || rotation.oldKey->lastUsed->at.addSecs(silence.count()) <= now);
}

std::array<bool, allRotationSteps.size()> stepsDone(const Rotation &rotation, const QDateTime &now)
{
    const bool over = !isRunning(rotation, now);
    // Silence before the new key was ever used says nothing: then nobody has switched to anything. Where use is not
    // told, silence is no news at all, and the person's word counts.
    const bool isTold = rotation.oldKey && rotation.oldKey->useIsTold;
    const bool silent = isTold ? works(rotation) && isSilent(rotation, now) : isHandedOver(rotation);
    const bool switched = over || silent;
    return {true, isHandedOver(rotation), works(rotation), switched, over};
}

bool isUsedAgain(const Rotation &rotation)
{
    const auto &record = rotation.record;
    if (!record.endedAt.isValid() || !rotation.oldKey || !rotation.oldKey->lastUsed)
        return false;
    const auto used = rotation.oldKey->lastUsed->at;
    return used > record.endedAt.addSecs(lastMoment.count()) &&
           (!record.dismissedAt.isValid() || used > record.dismissedAt);
}

bool needsAttention(const Rotation &rotation, const QDateTime &now)
{
    if (!isRunning(rotation, now))
        return isUsedAgain(rotation);
    const auto end = endOf(*rotation.oldKey);
    const bool endsSoon = end.isValid() && end <= now.addSecs(shortNotice.count());
    return !isHandedOver(rotation) || (endsSoon && rotation.oldKey->lastUsed && !isSilent(rotation, now));
}

} // namespace core::rotationrules
