#pragma once

#include "core/domain/activity.h"
#include "core/gateway/store/eventrow.h"

#include <chrono>
#include <optional>

namespace gateway::store {

class Database;

//! Which events of an organization, and which page of them.
struct ActivitySearch {
    QString organizationId{};
    core::ActivityFilter filter{};
    std::optional<core::CallOutcome> outcome{};
    QString code{};
    qint64 before = 0; //!< the number behind which the page begins; 0: the newest
    qint64 seen = 0;   //!< how many events the pages before it had
    int limit = 50;
    //! After which a page ends with what it has: about, and in steps of some milliseconds.
    std::chrono::milliseconds patience{100};
};

//! Newest first.
struct FoundEvents {
    QList<NumberedEvent> events;
    qint64 next = 0; //!< `before` of the next page; 0: there is none
    //! Valid where the page ended for want of patience: how far back it has come.
    QDateTime searchedUntil;
    //! Of all pages, where the roll-ups know it. Otherwise up to this one.
    qint64 total = 0;
    bool totalIsEstimate = false;
};

FoundEvents search(Database &database, const ActivitySearch &search);

//! The number of the newest event there is, of any organization.
qint64 newestEvent(Database &database);
//! What followed on \a number, oldest first.
QList<NumberedEvent> eventsAfter(Database &database, const QString &organizationId, qint64 number, int most);

} // namespace gateway::store
