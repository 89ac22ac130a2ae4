#pragma once

#include "core/domain/key.h"

#include <QList>
#include <array>

namespace core {

//! How the new secret reached those who need it, as far as this computer saw it.
enum class HandOver { None, Copied, Stored };
//! How it is known that the new key works: by a call made on purpose, or because somebody used it.
enum class Proof { None, Checked, Used };

//! What is remembered of a rotation beyond what its two keys say by themselves.
struct RotationRecord {
    qint64 organization = 0; //!< CachedOrganization::reference
    QString oldKeyId;
    QString newKeyId;
    QDateTime startedAt;
    QString startedBy;
    HandOver handOver = HandOver::None;
    QDateTime handedOverAt;
    Proof proof = Proof::None;
    QDateTime provenAt;
    QDateTime endedAt;     //!< when the old key ended; invalid: it has not
    QDateTime dismissedAt; //!< uses of the ended key up to then were seen by a person

    bool operator==(const RotationRecord &) const = default;
};

//! Neither key needs to be known: the cache may not have it yet, or the gateway no longer.
struct Rotation {
    RotationRecord record;
    std::optional<Key> oldKey;
    std::optional<Key> newKey;

    bool operator==(const Rotation &) const = default;
};

enum class RotationStep { Created, HandedOver, NewKeyWorks, CallersSwitching, Retired };
inline constexpr std::array allRotationSteps{RotationStep::Created, RotationStep::HandedOver, RotationStep::NewKeyWorks,
                                             RotationStep::CallersSwitching, RotationStep::Retired};

//! Why a key should be rotated.
struct DueKey {
    enum class Reason { Expires, Age };
    Key key;
    Reason reason = Reason::Age;
    qint64 organization = 0; //!< CachedOrganization::reference

    bool operator==(const DueKey &) const = default;
};

//! Pure rules about rotations.
namespace rotationrules {

//! Callers that were silent for so long have switched, as far as can be seen.
inline constexpr std::chrono::seconds silence{3600};
//! An overlap that ends sooner, with callers left, needs a person.
inline constexpr std::chrono::seconds shortNotice{24 * 3600};

//! When a key that was rotated out ended or will end; invalid where that is not known.
QDateTime endOf(const Key &oldKey);
bool isRunning(const Rotation &rotation, const QDateTime &now);
//! The new key ended and the old one goes on as if it had never been replaced.
bool isGivenUp(const Rotation &rotation, const QDateTime &now);
bool isHandedOver(const Rotation &rotation);
bool works(const Rotation &rotation);
//! No request of the old key for a while.
bool isSilent(const Rotation &rotation, const QDateTime &now);
//! Which steps are done, in the order of allRotationSteps. They are judged one by one: callers may have switched though
//! nobody said that the secret was handed over.
std::array<bool, allRotationSteps.size()> stepsDone(const Rotation &rotation, const QDateTime &now);
//! The old key was called after its end, and nobody has said since that this was seen.
bool isUsedAgain(const Rotation &rotation);
//! A person should look: used again, not handed over, or about to end while it is still called.
bool needsAttention(const Rotation &rotation, const QDateTime &now);

} // namespace rotationrules

} // namespace core
