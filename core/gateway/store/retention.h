#pragma once

#include "core/gateway/store/owner.h"

#include <QDateTime>
#include <QList>
#include <optional>

namespace gateway::store {

class Database;

//! How long the activity is kept.
struct KeepingTimes {
    int eventDays = 90;      //!< events, and by whom and for what a key was used
    int countDays = 2 * 365; //!< how often, by the hour; never shorter than events
};

//! Forgets what is too old in small steps, so that nobody waits long for the database.
class Retention {
public:
    Retention(Database &database, KeepingTimes times) : m_database(database), m_times(times) {}

    //! A step, in a Change of its own. False: there is nothing more to forget at this time.
    bool step(const QDateTime &now);

private:
    enum class Stage { Begin, Events, Counts, Uses, Texts };

    void begin(const QDateTime &now);
    bool forgetEvents();
    //! Of hourly_counts or daily_uses.
    bool forgetOfOwners(const QString &table, const QString &time, qint64 before);
    std::optional<Owner> ownerAfter(const Owner &owner, const QString &table);
    bool forgetTexts();

    Database &m_database;
    const KeepingTimes m_times;
    Stage m_stage = Stage::Begin;
    qint64 m_keptSince = 0; //!< of events
    qint64 m_countedSince = 0;
    QList<qint64> m_organizations; //!< whose events are still to be looked at
    qint64 m_number = 0;           //!< up to which those of the first were
    Owner m_owner;                 //!< up to which the counts or uses were looked at
};

} // namespace gateway::store
