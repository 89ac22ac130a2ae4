#pragma once

#include "core/base/result.h"
#include "core/domain/activity.h"

namespace core {

class Database;

//! The events that were seen last, on this machine: of each organization at most so many, the oldest are dropped.
class EventCache {
public:
    static constexpr int usualLimit = 20000;

    explicit EventCache(Database &database, int most = usualLimit);

    //! Newest first. \a cursor: of the page before. `searchedUntil` is never set.
    Result<ActivityPage> page(qint64 organization, const ActivityFilter &filter, const QString &cursor,
                              int limit) const;
    //! Adds those that are not there yet. Those that are older than all of a full cache are left out.
    Result<> put(qint64 organization, const QList<ActivityEvent> &events);

private:
    Result<qint64> oldestOfFull(qint64 organization) const;
    Result<> dropOldest(qint64 organization);

    Database &m_database;
    const int m_most;
};

} // namespace core
