#pragma once

#include "core/domain/activity.h"

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

//! The most frequent of each, at most \a most; how many requests came to everything else.
struct Breakdown {
    core::UsageBreakdown most;
    qint64 otherAddresses = 0;
    qint64 otherUserAgents = 0;
    qint64 otherScopes = 0;
    qint64 otherRoutes = 0;
};
Breakdown breakdown(Database &database, const QString &keyId, const QDateTime &since, int most);

} // namespace gateway::store
