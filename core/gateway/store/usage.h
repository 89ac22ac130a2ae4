#pragma once

#include "core/domain/usage.h"

#include <array>

namespace gateway::store {

class Database;

//! Whole hours or days in UTC, from the one that \a since lies in up to the one before \a until.
struct UsagePeriod {
    core::UsageBucket bucket = core::UsageBucket::Day;
    QDateTime since;
    QDateTime until;

    qint64 length() const; //!< of a bucket, in milliseconds
    qint64 first() const;  //!< the number of the first bucket since 1970
    qint64 end() const;    //!< behind the last
};

//! One entry for each bucket of the period, zeros included. \a keyId: empty for all of the organization's keys.
QList<core::UsageCount> usage(Database &database, const QString &organizationId, const QString &keyId,
                              const UsagePeriod &period);

//! The most frequent of each, at most \a most, and how many requests came to everything else.
core::UsageBreakdown breakdown(Database &database, const QString &keyId, const QDateTime &since, int most);

} // namespace gateway::store
