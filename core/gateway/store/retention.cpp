#include "core/gateway/store/retention.h"

#include "core/gateway/store/database.h"
#include "core/gateway/store/eventwords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr qint64 rowsInAStep = 2000;
constexpr int ownersInAStep = 200;
//! Before the first owner.
constexpr Owner nobody{-1, -1};

} // namespace

bool Retention::step(const QDateTime &now)
{
    Change change(m_database);
    bool again = false;
    auto next = m_stage;
    switch (m_stage) {
    case Stage::Begin:
        begin(now);
        next = Stage::Events;
        break;
    case Stage::Events:
        again = forgetEvents();
        next = Stage::Counts;
        break;
    case Stage::Counts:
        again = forgetOfOwners(u"hourly_counts"_s, u"hour"_s, m_countedSince / hourLength);
        next = Stage::Uses;
        break;
    case Stage::Uses:
        again = forgetOfOwners(u"daily_uses"_s, u"day"_s, m_keptSince / dayLength);
        next = Stage::Texts;
        break;
    case Stage::Texts:
        again = forgetTexts();
        next = Stage::Begin;
        break;
    }
    // One that failed is tried again in the next round.
    if (!change.commit() || !again) {
        m_stage = m_database.failed() ? Stage::Begin : next;
        m_owner = nobody;
    }
    return m_stage != Stage::Begin;
}

void Retention::begin(const QDateTime &now)
{
    m_keptSince = now.addDays(-m_times.eventDays).toMSecsSinceEpoch();
    m_countedSince = now.addDays(-std::max(m_times.countDays, m_times.eventDays)).toMSecsSinceEpoch();
    m_database.run(u"UPDATE activity_marks SET kept_since = MAX(kept_since, ?)"_s, {m_keptSince});
    m_organizations = {0};
    m_number = 0;
    auto rows = m_database.select(u"SELECT number FROM organizations ORDER BY number"_s);
    while (rows.next())
        m_organizations += rows.integer(0);
}

//! Numbers follow time but for seconds: where a step meets nothing old, nothing old follows.
bool Retention::forgetEvents()
{
    if (m_organizations.isEmpty())
        return false;
    const qint64 organization = m_organizations.first();
    qint64 last = 0;
    {
        auto rows = m_database.select(u"SELECT MAX(number) FROM (SELECT number FROM events WHERE organization = ? AND "
                                      "number > ? ORDER BY number LIMIT ?)"_s,
                                      {organization, m_number, rowsInAStep});
        last = rows.next() ? rows.integer(0) : 0;
    }
    const qint64 forgotten =
        m_database.run(u"DELETE FROM events WHERE organization = ? AND number > ? AND number <= ? AND at < ?"_s,
                       {organization, m_number, last, m_keptSince});
    m_number = last;
    if (forgotten == 0) {
        m_organizations.removeFirst();
        m_number = 0;
    }
    return true;
}

bool Retention::forgetOfOwners(const QString &table, const QString &time, qint64 before)
{
    // A day's list of an organization has about as many rows as a step.
    const qint64 width = table == u"daily_uses" ? 1 : rowsInAStep / 2;
    qint64 forgotten = 0;
    for (int looked = 0; looked < ownersInAStep && forgotten < rowsInAStep / 2; ++looked) {
        const auto owner = ownerAfter(m_owner, table);
        if (!owner)
            return false;
        const qint64 ofThis = m_database.run(
            u"DELETE FROM %1 WHERE organization = ? AND key = ? AND %2 < MIN(?, ? + (SELECT MIN(%2) FROM %1 WHERE "
            "organization = ? AND key = ?))"_s.arg(table, time),
            {owner->organization, owner->key, before, width, owner->organization, owner->key});
        forgotten += ofThis;
        if (ofThis == 0) // else there may be more: the same owner comes again
            m_owner = *owner;
    }
    return true;
}

std::optional<Owner> Retention::ownerAfter(const Owner &owner, const QString &table)
{
    auto rows = m_database.select(u"SELECT organization, key FROM %1 WHERE (organization, key) > (?, ?) "
                                  "ORDER BY organization, key LIMIT 1"_s.arg(table),
                                  {owner.organization, owner.key});
    return rows.next() ? std::optional(Owner{rows.integer(0), rows.integer(1)}) : std::nullopt;
}

bool Retention::forgetTexts()
{
    // A day more than what they may stand in.
    return m_database.run(u"DELETE FROM texts WHERE number IN (SELECT number FROM texts WHERE last_day < ? LIMIT ?)"_s,
                          {m_keptSince / dayLength - 1, rowsInAStep}) > 0;
}

} // namespace gateway::store
