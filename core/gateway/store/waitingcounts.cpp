#include "core/gateway/store/waitingcounts.h"

#include "core/gateway/store/database.h"

#include <QDataStream>
#include <QIODevice>
#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace gateway::store {

namespace {

constexpr std::chrono::seconds waitingTime{10};
constexpr std::size_t fewRows = 64;
//! So many that a share is a statement worth its while, so few that adding one up keeps no change waiting.
constexpr qint64 keysInAShare = 512;

RollUps::Eventless eventless(const check::CountedCalls &calls)
{
    RollUps::Eventless row;
    row.owner = Owner::of(calls.key.get());
    row.hour = calls.hour / hourLength;
    row.lastAt = calls.lastAt;
    std::copy(calls.byOutcome.begin(), calls.byOutcome.end(), row.counts.begin());
    return row;
}

QDataStream &operator<<(QDataStream &stream, const RollUps::Eventless &row)
{
    stream << row.owner.organization << row.owner.key << row.hour << row.lastAt;
    for (const qint64 count : row.counts)
        stream << count;
    return stream;
}

QDataStream &operator>>(QDataStream &stream, RollUps::Eventless &row)
{
    stream >> row.owner.organization >> row.owner.key >> row.hour >> row.lastAt;
    for (qint64 &count : row.counts)
        stream >> count;
    return stream;
}

} // namespace

void WaitingCounts::recover()
{
    m_shares.clear();
    m_rows = 0;
    m_saving = m_database.prepared(u"INSERT INTO waiting_counts (share, calls) VALUES (:a, :b) "
                                   "ON CONFLICT (share) DO UPDATE SET calls = excluded.calls"_s);
    auto rows = m_database.select(u"SELECT calls FROM waiting_counts"_s);
    while (rows.next()) {
        const QByteArray bytes = rows.bytes(0);
        QDataStream stream(bytes);
        RollUps::Eventless row;
        while (!stream.atEnd() && (stream >> row).status() == QDataStream::Ok)
            add(row);
    }
    for (auto &[number, share] : m_shares)
        share.isStored = share.isSaved = true;
}

void WaitingCounts::add(std::span<const check::CountedCalls> calls)
{
    for (const auto &counted : calls)
        add(eventless(counted));
}

void WaitingCounts::add(const RollUps::Eventless &calls)
{
    auto [place, isNew] = m_shares.try_emplace(calls.owner.key / keysInAShare);
    auto &share = place->second;
    if (isNew)
        share.since = Clock::now();
    share.isSaved = false;
    auto [at, isFirst] = share.calls.try_emplace({calls.owner, calls.hour}, calls);
    if (isFirst) {
        ++m_rows;
        return;
    }
    auto &row = at->second;
    row.lastAt = std::max(row.lastAt, calls.lastAt);
    std::transform(row.counts.begin(), row.counts.end(), calls.counts.begin(), row.counts.begin(), std::plus());
}

WaitingCounts::Shares::const_iterator WaitingCounts::oldest() const
{
    return std::min_element(m_shares.begin(), m_shares.end(),
                            [](const auto &a, const auto &b) { return a.second.since < b.second.since; });
}

bool WaitingCounts::isDue() const
{
    return !m_shares.empty() && (m_rows <= fewRows || Clock::now() - oldest()->second.since >= waitingTime);
}

std::vector<RollUps::Eventless> WaitingCounts::take(bool everything)
{
    const bool all = everything || m_rows <= fewRows;
    std::vector<RollUps::Eventless> taken;
    while (!m_shares.empty() && (all || taken.empty())) {
        const auto place = oldest();
        const auto &[number, share] = *place;
        for (const auto &[owner, row] : share.calls)
            taken.push_back(row);
        if (share.isStored)
            m_database.run(u"DELETE FROM waiting_counts WHERE share = ?"_s, {number});
        m_rows -= share.calls.size();
        m_shares.erase(place);
    }
    return taken;
}

void WaitingCounts::save()
{
    for (auto &[number, share] : m_shares) {
        if (share.isSaved)
            continue;
        QByteArray bytes;
        bytes.reserve(static_cast<qsizetype>(share.calls.size() * sizeof(RollUps::Eventless)));
        QDataStream stream(&bytes, QIODevice::WriteOnly);
        for (const auto &[owner, row] : share.calls)
            stream << row;
        m_database.run(m_saving, {number, bytes});
        share.isStored = share.isSaved = true;
    }
}

} // namespace gateway::store
