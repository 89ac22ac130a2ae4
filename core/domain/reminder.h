#pragma once

#include "core/domain/key.h"

#include <array>

namespace core {

struct Rotation;

//! What was said of a key's end, or of calls after it. It is about one end: where that has moved, nothing was said.
struct ReminderRecord {
    QString keyId;
    QDateTime endsAt;
    QDateTime saidFor;      //!< the last moment to remind at that was spoken of
    QDateTime snoozedUntil; //!< invalid: not put off
    bool operator==(const ReminderRecord &) const = default;
};

//! Pure rules about when a person is reminded that a key ends, or that one is called after its end.
namespace reminders {

//! So many days before an expiry, the earliest first.
inline constexpr std::array<int, 5> expirySteps{30, 14, 7, 3, 1};
//! A reminder so soon after the key was made would say what its maker just chose.
inline constexpr std::chrono::seconds grace{3600};
inline constexpr std::chrono::seconds longestNotice{24 * 3600};

//! The last moment to remind of an expiry that has come by \a now; invalid where there was none, or the key has ended.
//! So several that were missed are one.
QDateTime expiryMoment(const Key &key, const QDateTime &now);
//! How long before the end of an overlap callers that are left are spoken of: a quarter of it, a day at most; an hour
//! where nobody knows when it began.
std::chrono::seconds overlapNotice(const QDateTime &replacedAt, const QDateTime &retiresAt);
//! The same for the end of an overlap: invalid also while nobody called of late.
QDateTime overlapMoment(const Key &key, const QDateTime &replacedAt, const QDateTime &now);
//! Since when a call counts as one after the end of a key that was rotated out: its end, or when a person last saw
//! such calls; invalid where there was none. So many calls are one until they were seen.
QDateTime usedAgainMoment(const Rotation &rotation);
//! Whether \a moment, of a key that ends at \a endsAt, is to be spoken of now.
bool isDue(const QDateTime &moment, const QDateTime &endsAt, const std::optional<ReminderRecord> &record,
           const QDateTime &now);
//! Put off by a day, or by half of what is left where that is less.
QDateTime snoozeEnd(const QDateTime &endsAt, const QDateTime &now);

} // namespace reminders

} // namespace core
