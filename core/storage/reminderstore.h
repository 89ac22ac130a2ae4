#pragma once

#include "core/base/result.h"
#include "core/domain/reminder.h"

#include <QList>

namespace core {

class Database;

//! What was said of keys that end or have ended, and which ones end when. They go with their organization when that is
//! forgotten.
class ReminderStore {
public:
    explicit ReminderStore(Database &database);

    Result<std::optional<ReminderRecord>> find(qint64 organization, const QString &keyId) const;
    //! Adds them, or replaces what was said of the same keys: all or none.
    Result<> put(qint64 organization, const QList<ReminderRecord> &records);
    //! Forgets what was said of keys that have ended before \a time, but for those that were rotated out: they may be
    //! called after their end.
    Result<> forgetEnded(const QDateTime &time);

    //! Rows of keys of \a status that end after \a after and up to \a until, the next to end first, at most \a most:
    //! those of which nothing was said yet for the moment \a ahead of their end, or what was said is to be repeated.
    Result<QList<qint64>> unsaid(qint64 organization, KeyStatus status, const QDateTime &after, const QDateTime &until,
                                 std::chrono::seconds ahead, const QDateTime &now, int most) const;
    //! The first end of a key of \a status after \a time; invalid: there is none.
    Result<QDateTime> nextEnd(qint64 organization, KeyStatus status, const QDateTime &time) const;
    //! When the next reminder that was put off comes back; invalid: there is none.
    Result<QDateTime> nextSnooze(qint64 organization, const QDateTime &time) const;

private:
    Result<QDateTime> firstTime(const QString &sql, const QList<qint64> &values) const;

    Database &m_database;
};

} // namespace core
