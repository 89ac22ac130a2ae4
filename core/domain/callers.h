#pragma once

#include "core/domain/activity.h"
#include "core/domain/usage.h"

#include <chrono>

namespace core {

//! Who still calls with a key that retires, and how that fades.
struct Callers {
    QList<UsageCount> counts;             //!< of the last day, without gaps
    std::chrono::seconds bucket{30 * 60}; //!< of a count: half an hour, or an hour where there are too many requests
    QDateTime recentSince;                //!< `recent` counts from then on: an hour, or a little more
    qint64 recent = 0;
    QList<UsageShare> addresses; //!< the most frequent of the last day, most frequent first
    QDateTime asOf;

    //! Of those, how many called since `recentSince`.
    qsizetype recentAddresses() const;
    bool operator==(const Callers &) const = default;
};

//! Pure rules about counting them.
namespace callers {

inline constexpr std::chrono::seconds halfHour{30 * 60};
inline constexpr qsizetype halfHoursShown = 48;

//! The half hour that \a time lies in.
QDateTime halfHourOf(const QDateTime &time);
//! The half hours that are shown at \a now, all zero: the last one is under way.
QList<UsageCount> emptyHalfHours(const QDateTime &now);
//! Adds \a events to the half hours that they lie in; what lies in none is left out.
void add(QList<UsageCount> &halfHours, const QList<ActivityEvent> &events);

} // namespace callers

} // namespace core
