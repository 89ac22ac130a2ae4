#pragma once

#include "core/storage/keycache.h"

#include <QHash>

namespace core {

//! Counts an organization's keys, or those of all, from the days that are kept in step with them, and the two days that
//! are cut by now and by a date from their keys: some hundred microseconds whatever the size of the table.
class KeyTally {
public:
    KeyTally(const Database &database, qint64 organization, const QDateTime &now);

    Result<ShownCounts> counts() const;

private:
    //! By `keyrecord::number` of the status.
    using ByStatus = QHash<int, qint64>;

    Result<ByStatus> all() const;
    Result<ByStatus> endedBy(qint64 time) const;
    Result<qint64> activeUnseenSince(qint64 time) const;
    Result<ByStatus> ofDays(const QString &table, const QString &condition, const QList<qint64> &values) const;
    Result<ByStatus> ofKeys(const QString &index, const QString &condition, const QList<qint64> &values) const;
    Result<ByStatus> grouped(const QString &sql, const QList<qint64> &values) const;

    const Database &m_database;
    const qint64 m_organization;
    const qint64 m_now;
};

//! How many of \a counts a filter lets through.
qint64 countOf(const ShownCounts &counts, KeyQuery::Show show);

} // namespace core
