#include "core/gateway/store/dailyuses.h"

#include "core/gateway/store/database.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

//! Of a list, for each place that it has.
constexpr std::size_t newcomersForAPlace = 2;
constexpr std::size_t mostNewcomers = 200000;

auto placeOf(std::vector<DailyUses::Entry> &entries, qint64 text)
{
    return std::lower_bound(entries.begin(), entries.end(), text,
                            [](const DailyUses::Entry &entry, qint64 number) { return entry.text < number; });
}

} // namespace

void Use::add(const Use &other)
{
    firstAt = firstAt == 0 ? other.firstAt : std::min(firstAt, other.firstAt);
    lastAt = std::max(lastAt, other.lastAt);
    requests += other.requests;
}

void DailyUses::reset()
{
    forgetNewcomers();
    m_insertion = m_database.prepared(
        u"INSERT INTO daily_uses (organization, key, day, aspect, text, requests, first_at, last_at) "
        "VALUES (:a, :b, :c, :d, :e, :f, :g, :h) ON CONFLICT (organization, key, day, aspect, text) DO UPDATE SET "
        "requests = requests + excluded.requests, first_at = MIN(first_at, excluded.first_at), "
        "last_at = MAX(last_at, excluded.last_at)"_s);
}

void DailyUses::forgetNewcomers()
{
    m_newcomers.clear();
    m_newcomerCount = 0;
}

void DailyUses::write(const Owner &owner, const Uses &uses, Listed &listed, std::size_t most)
{
    Uses rest;
    for (const auto &[place, use] : uses) {
        if (listed.day != place.day)
            load(owner, place.day, listed);
        auto &entries = listed.entries[place.aspect];
        const auto at = placeOf(entries, place.text);
        const bool isListed = at != entries.end() && at->text == place.text;
        if (!isListed && entries.size() >= most) {
            rest[{place.day, place.aspect, 0}].add(writeNewcomer(owner, place, use, entries));
            continue;
        }
        if (isListed)
            at->requests += use.requests;
        else
            entries.insert(at, {place.text, use.requests});
        insert(owner, place, use);
    }
    for (const auto &[place, use] : rest)
        insert(owner, place, use);
}

//! What “everything else” has to be given for it: its own calls, or those of what it takes the place of.
Use DailyUses::writeNewcomer(const Owner &owner, const Place &place, const Use &use, std::vector<Entry> &entries)
{
    auto &newcomers = m_newcomers[{owner, place.aspect}];
    const auto [newcomer, isNew] = newcomers.try_emplace(place.text);
    m_newcomerCount += isNew ? 1 : 0;
    const qint64 elsewhere = newcomer->second.requests;
    newcomer->second.add(use);
    const auto least = std::min_element(entries.begin(), entries.end(), [](const Entry &one, const Entry &other) {
        return one.requests < other.requests;
    });
    if (newcomer->second.requests <= least->requests) {
        forgetRare(newcomers, newcomersForAPlace * entries.size());
        return use;
    }
    insert(owner, place, newcomer->second);
    const Entry listed{place.text, newcomer->second.requests};
    newcomers.erase(newcomer);
    auto demoted = remove(owner, {place.day, place.aspect, least->text});
    newcomers.emplace(least->text, demoted);
    entries.erase(least);
    entries.insert(placeOf(entries, listed.text), listed);
    demoted.requests -= elsewhere;
    return demoted;
}

//! So that a flood of texts that come once does not grow in memory, nor push out what comes again and again.
void DailyUses::forgetRare(Newcomers &newcomers, std::size_t most)
{
    if (newcomers.size() > most) {
        std::vector<std::pair<qint64, Use>> all(newcomers.begin(), newcomers.end());
        const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
        std::nth_element(all.begin(), middle, all.end(), [](const auto &one, const auto &other) {
            return std::pair(one.second.requests, one.second.lastAt) >
                   std::pair(other.second.requests, other.second.lastAt);
        });
        m_newcomerCount -= static_cast<std::size_t>(all.end() - middle);
        newcomers = Newcomers(all.begin(), middle);
    }
    if (m_newcomerCount > mostNewcomers)
        forgetNewcomers();
}

void DailyUses::insert(const Owner &owner, const Place &place, const Use &use)
{
    m_database.run(m_insertion, {owner.organization, owner.key, place.day, static_cast<int>(allAspects[place.aspect]),
                                 place.text, use.requests, use.firstAt, use.lastAt});
}

Use DailyUses::remove(const Owner &owner, const Place &place)
{
    auto rows = m_database.select(
        u"DELETE FROM daily_uses WHERE organization = ? AND key = ? AND day = ? AND "
        "aspect = ? AND text = ? RETURNING requests, first_at, last_at"_s,
        {owner.organization, owner.key, place.day, static_cast<int>(allAspects[place.aspect]), place.text});
    return rows.next() ? Use{rows.integer(0), rows.integer(1), rows.integer(2)} : Use();
}

void DailyUses::load(const Owner &owner, qint64 day, Listed &listed)
{
    listed = {};
    listed.day = day;
    for (std::size_t aspect = 0; aspect < allAspects.size(); ++aspect) {
        if (const auto ofDayBefore = m_newcomers.extract({owner, aspect}))
            m_newcomerCount -= ofDayBefore.mapped().size();
    }
    auto rows = m_database.select(u"SELECT aspect, text, requests FROM daily_uses WHERE organization = ? AND key = ? "
                                  "AND day = ? AND text <> 0 ORDER BY aspect, text"_s,
                                  {owner.organization, owner.key, day});
    while (rows.next())
        listed.entries[static_cast<std::size_t>(rows.integer(0) - 1)].push_back({rows.integer(1), rows.integer(2)});
}

} // namespace gateway::store
