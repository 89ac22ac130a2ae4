#pragma once

#include "core/base/result.h"
#include "core/domain/reminder.h"
#include "core/domain/rotation.h"

#include <QList>
#include <QObject>
#include <QTimer>

namespace core {

class Clock;
class Directory;
class KeyCache;
class ReminderStore;
class Rotations;

//! A key that ends soon, or was called after its end, to be spoken of now.
struct KeyReminder {
    enum class Kind { Expiry, Overlap, UsedAgain };
    Kind kind = Kind::Expiry;
    qint64 organization = 0; //!< CachedOrganization::reference
    Key key;
    QDateTime endsAt; //!< or has ended
    QDateTime moment; //!< to remind at, that has come
};

//! Says once when a key is about to expire, when an overlap is about to end that callers are left in, and when a key
//! that was rotated out is called after its end; from the cache alone, whatever the size of it.
class Reminders : public QObject {
    Q_OBJECT

public:
    Reminders(Directory &directory, Rotations &rotations, KeyCache &cache, ReminderStore &store, const Clock &clock,
              QObject *parent = nullptr);

    //! Off until then. What is due is said at once, unless it was said before.
    void setOn(bool on);
    //! Says it again later.
    Result<> snooze(const KeyReminder &reminder);
    //! Whether the key, as the cache has it now, still ends then and works until then; of one that was called after its
    //! end, that nobody has said yet that this was seen.
    bool holds(const KeyReminder &reminder) const;
    //! How many keys of all organizations expire within two weeks.
    qint64 expiringSoon() const;
    //! How many keys of all organizations were called after their end, as long as nobody has said that this was seen.
    qint64 usedAgain() const { return m_again.size(); }
    //! When there is something to say next; invalid: nothing is known.
    QDateTime nextMoment() const;

Q_SIGNALS:
    void due(const QList<core::KeyReminder> &reminders); //!< of one organization
    void looked();                                       //!< what holds, and what is counted, may be others now

private:
    void lookSoon();
    void look();
    Result<> lookIn(qint64 organization, const QDateTime &now);
    Result<> gatherExpiring(qint64 organization, const QDateTime &now, QList<KeyReminder> &found) const;
    Result<> gatherRetiring(qint64 organization, const QDateTime &now, QList<KeyReminder> &found) const;
    Result<> gatherUsedAgain(qint64 organization, const QDateTime &now, QList<KeyReminder> &found) const;
    //! Adds it where it is to be spoken of now.
    Result<> addDue(const KeyReminder &reminder, const QDateTime &now, QList<KeyReminder> &found) const;
    QDateTime replacedAt(qint64 organization, const Key &key) const;
    void wakeAt(const QDateTime &moment, const QDateTime &now);

    Directory &m_directory;
    Rotations &m_rotations;
    QList<Rotation> m_again; //!< old keys that were called after their end, as of the last look
    KeyCache &m_cache;
    ReminderStore &m_store;
    const Clock &m_clock;
    QTimer m_soon; //!< gathers what changes at once
    QTimer m_next;
    bool m_on = false;
};

} // namespace core
