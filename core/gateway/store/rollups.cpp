#include "core/gateway/store/rollups.h"

#include "core/gateway/store/database.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr qint64 minuteLength = 60 * 1000;
//! Where many keys are in use, adding up after each batch would cost more than the events. In steps, so that a change
//! never waits long for its turn.
constexpr std::chrono::seconds waitingTime{10};
constexpr std::size_t fewKeys = 64;
constexpr std::size_t keysInAStep = 500;
constexpr std::size_t mostCallers = 100000;
constexpr std::size_t mostKeysInMind = 50000;
//! How many texts a day's list has, of one key and of an organization.
constexpr std::size_t longestOfKey = 50;
constexpr std::size_t longestOfOrganization = 500;
//! How far back a caller is looked for among those that wait; one that is farther back stands twice, and is added up
//! with itself in the end.
constexpr std::size_t looksBack = 8;

} // namespace

void RollUps::Hour::add(const Hour &other)
{
    for (std::size_t i = 0; i < counts.size(); ++i)
        counts[i] += other.counts[i];
    if (other.first != 0 && (first == 0 || other.first < first))
        first = other.first;
    last = std::max(last, other.last);
}

void RollUps::reset()
{
    m_uses.reset();
    m_tallies.clear();
    m_keysInMind = 0;
    m_fresh.clear();
    m_listed.clear();
    m_callers = 0;
    m_hour = m_database.prepared(
        u"INSERT INTO hourly_counts (organization, key, hour, ok, unauthorized, forbidden, limited, other, "
        u"first_event, "
        "last_event) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) ON CONFLICT (organization, key, hour) DO UPDATE "
        "SET ok = ok + excluded.ok, unauthorized = unauthorized + excluded.unauthorized, "
        "forbidden = forbidden + excluded.forbidden, limited = limited + excluded.limited, "
        "other = other + excluded.other, first_event = COALESCE(MIN(first_event, excluded.first_event), first_event, "
        "excluded.first_event), "
        "last_event = COALESCE(MAX(last_event, excluded.last_event), last_event, excluded.last_event)"_s);
    m_lastUse = m_database.prepared(
        u"UPDATE keys SET last_used_at = :a, last_used_address = (SELECT text FROM texts WHERE number = :b), "
        "last_used_agent = (SELECT text FROM texts WHERE number = :c) WHERE number = :d AND "
        "COALESCE(last_used_at, 0) <= :e"_s);
    m_lateUse =
        m_database.prepared(u"UPDATE keys SET last_used_at = MAX(COALESCE(last_used_at, 0), :a) WHERE number = :b"_s);
}

RollUps::Tally &RollUps::tallyOf(const Owner &owner)
{
    const auto place = static_cast<std::size_t>(owner.key);
    if (place >= m_tallies.size())
        m_tallies.resize(place + 1);
    auto &tally = m_tallies[place];
    if (!tally) {
        tally = std::make_unique<Tally>();
        tally->owner = owner;
        ++m_keysInMind;
    }
    return *tally;
}

bool RollUps::isCounted(const Owner &owner, qint64 number)
{
    auto &tally = tallyOf(owner);
    if (tally.counted < 0) {
        // Of two hours, since calls at the turn of an hour may come in either order.
        auto rows = m_database.select(
            u"SELECT COALESCE(MAX(last_event), 0) FROM (SELECT last_event FROM hourly_counts WHERE organization = ? "
            "AND key = ? AND last_event IS NOT NULL ORDER BY hour DESC LIMIT 2)"_s,
            {owner.organization, owner.key});
        tally.counted = rows.next() ? rows.integer(0) : 0;
    }
    return number <= tally.counted;
}

void RollUps::note(const Owner &owner, const Call &call)
{
    auto &tally = tallyOf(owner);
    if (tally.hours.empty()) {
        tally.first = call.number;
        tally.since = Clock::now();
        m_fresh.push_back(&tally);
    }
    const qint64 hour = call.at / hourLength;
    if (tally.hours.empty() || tally.hours.back().hour != hour)
        tally.hours.push_back({hour, {}, call.number, call.number});
    ++tally.hours.back().counts[static_cast<std::size_t>(call.shape.outcome)];
    tally.hours.back().last = call.number;
    tally.at = std::max(tally.at, call.at);
    tally.address = call.address;
    tally.agent = call.agent;

    const std::array texts{call.address, call.agent, qint64(call.shape.scope), qint64(call.shape.route)};
    const qint64 day = call.at / dayLength;
    const auto end = tally.callers.rend();
    const auto last = tally.callers.size() > looksBack ? tally.callers.rbegin() + looksBack : end;
    const auto same = std::find_if(tally.callers.rbegin(), last,
                                   [&](const Caller &caller) { return caller.texts == texts && caller.day == day; });
    if (same == last) {
        tally.callers.push_back({day, texts, 1, call.at, call.at});
        ++m_callers;
        return;
    }
    ++same->requests;
    same->firstAt = std::min(same->firstAt, call.at);
    same->lastAt = std::max(same->lastAt, call.at);
}

bool RollUps::isDue() const
{
    return !m_fresh.empty() && (m_fresh.size() <= fewKeys || m_callers > mostCallers ||
                                Clock::now() - m_fresh.front()->since >= waitingTime);
}

void RollUps::write(qint64 newest, bool everything)
{
    const bool all = everything || m_fresh.size() <= fewKeys;
    const auto due = Clock::now() - waitingTime;
    std::map<qint64, Sum> sums;
    for (std::size_t written = 0; !m_fresh.empty(); ++written) {
        auto &tally = *m_fresh.front();
        if (!all && (written >= keysInAStep || (tally.since > due && m_callers <= mostCallers)))
            break;
        m_fresh.pop_front();
        writeTally(tally, sums[tally.owner.organization]);
    }
    for (const auto &[organization, sum] : sums)
        writeSum(organization, sum);
    m_database.run(u"UPDATE activity_marks SET counted_event = ?"_s,
                   {m_fresh.empty() ? newest : m_fresh.front()->first - 1});
    if (m_fresh.empty() && m_keysInMind > mostKeysInMind) {
        m_tallies.clear();
        m_keysInMind = 0;
    }
}

void RollUps::writeTally(Tally &tally, Sum &sum)
{
    DailyUses::Uses uses;
    for (const auto &caller : tally.callers) {
        for (std::size_t aspect = 0; aspect < allAspects.size(); ++aspect) {
            if (const qint64 text = caller.texts[aspect]; text != 0)
                uses[{caller.day, aspect, text}].add({caller.requests, caller.firstAt, caller.lastAt});
        }
    }
    for (const auto &hour : tally.hours) {
        if (tally.owner.key != 0)
            writeHour(tally.owner, hour);
        auto &ofAll = sum.hours[hour.hour];
        ofAll.hour = hour.hour;
        ofAll.add(hour);
    }
    for (const auto &[place, use] : uses)
        sum.uses[place].add(use);
    m_callers -= tally.callers.size();
    tally.callers.clear();
    tally.hours.clear();
    if (tally.owner.key == 0)
        return;
    m_uses.write(tally.owner, uses, tally.listed, longestOfKey);
    m_database.run(m_lastUse, {tally.at, orNull(tally.address), orNull(tally.agent), tally.owner.key, tally.at});
    // Else a busy key would be news in every second.
    if (tally.toldMinute != tally.at / minuteLength) {
        tally.toldMinute = tally.at / minuteLength;
        sum.changedKeys.push_back(tally.owner.key);
    }
}

void RollUps::writeSum(qint64 organization, const Sum &sum)
{
    const Owner all{organization, 0};
    for (const auto &[start, hour] : sum.hours)
        writeHour(all, hour);
    m_uses.write(all, sum.uses, m_listed[organization], longestOfOrganization);
    tellChanges(organization, sum.changedKeys);
}

void RollUps::writeHour(const Owner &owner, const Hour &hour)
{
    const auto &counts = hour.counts;
    m_database.run(m_hour, {owner.organization, owner.key, hour.hour, counts[0], counts[1], counts[2], counts[3],
                            counts[4], orNull(hour.first), orNull(hour.last)});
}

void RollUps::tellChanges(qint64 organization, const std::vector<qint64> &keys)
{
    if (keys.empty())
        return;
    auto rows = m_database.select(
        u"UPDATE organizations SET change_number = change_number + ? WHERE number = ? RETURNING change_number"_s,
        {static_cast<qint64>(keys.size()), organization});
    qint64 number = rows.next() ? rows.integer(0) - static_cast<qint64>(keys.size()) : 0;
    for (const qint64 key : keys)
        m_database.run(u"UPDATE keys SET change_number = ? WHERE number = ?"_s, {++number, key});
}

void RollUps::write(std::span<const Eventless> calls)
{
    std::map<qint64, Sum> sums;
    for (const auto &[owner, number, lastAt, counts] : calls) {
        const Hour hour{number, counts, 0, 0};
        auto &ofAll = sums[owner.organization].hours[number];
        ofAll.hour = number;
        ofAll.add(hour);
        if (owner.key == 0)
            continue;
        writeHour(owner, hour);
        // To the minute: there may be one for each key in every second.
        auto &minute = tallyOf(owner).lateMinute;
        if (minute != lastAt / minuteLength)
            m_database.run(m_lateUse, {lastAt, owner.key});
        minute = lastAt / minuteLength;
    }
    for (const auto &[organization, sum] : sums)
        writeSum(organization, sum);
}

} // namespace gateway::store
