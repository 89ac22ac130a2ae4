#pragma once

#include "core/base/result.h"
#include "core/domain/activity.h"

#include <QHash>

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
    //! How many there are, and before when an event is too old for a full cache.
    struct Stock {
        qint64 count = 0;
        qint64 floor = 0;
    };

    Result<Stock> stockOf(qint64 organization) const;
    Result<> dropOldest(qint64 organization, Stock &stock) const;

    Database &m_database;
    const int m_most;
    QHash<qint64, Stock> m_stocks; //!< by organization; to count them is to read them all
};

} // namespace core
