#include "core/services/rotations.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/domain/attention.h"
#include "core/domain/keyrules.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "core/storage/keycache.h"
#include "core/storage/rotationstore.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace core {

namespace {

constexpr auto quietTime = 1s;
constexpr int shownDays = 7; //!< ended rotations stay for so long
//! So many are listed; more would neither be read nor be cheap.
constexpr qsizetype mostRunning = 100;
constexpr qsizetype mostDue = 100;
//! Among so many keys that ended last, rotated ones are looked for.
constexpr qsizetype mostEnded = 200;

} // namespace

int RotationList::waiting(const QDateTime &now) const
{
    const auto needy = std::count_if(running.begin(), running.end(), [&](const Rotation &rotation) {
        return rotationrules::needsAttention(rotation, now);
    });
    return int(needy + usedAgain.size() + due.size());
}

Rotations::Rotations(Directory &directory, Keys &keys, KeySync &sync, KeyCache &cache, RotationStore &store,
                     const Clock &clock, QObject *parent)
    : QObject(parent), m_directory(directory), m_cache(cache), m_store(store), m_clock(clock)
{
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietTime);
    connect(&m_quiet, &QTimer::timeout, this, [this] {
        for (const auto organization : std::exchange(m_unannounced, {}))
            announce(organization);
    });
    connect(&sync, &KeySync::keysChanged, this, &Rotations::announce);
    connect(&sync, &KeySync::synchronized, this, &Rotations::announce); // nothing changed but the time
    connect(&keys, &Keys::keysChanged, this, &Rotations::announce);
    connect(&keys, &Keys::checked, this, &Rotations::noteProof);
    connect(&directory, &Directory::organizationsChanged, this, [this] {
        for (const auto &each : m_directory.organizations())
            announce(each.reference);
    });
}

Result<QList<CachedKey>> Rotations::keysOf(const KeyQuery &query, qsizetype most) const
{
    const auto rows = m_cache.rows(query, most);
    return rows ? m_cache.cachedKeys(*rows) : Result<QList<CachedKey>>(rows.error());
}

std::optional<Key> Rotations::cached(qint64 organization, const QString &keyId) const
{
    const auto key = m_cache.key(organization, keyId);
    return key ? std::optional(*key) : std::nullopt;
}

//! Keys that were rotated out: those that still work, and those that ended after \a earliest.
Result<QList<CachedKey>> Rotations::freshlyRotated(qint64 organization, const QDateTime &earliest) const
{
    KeyQuery query{.organization = organization, .now = m_clock.now()};
    query.sort = KeyQuery::Sort::Expires;
    query.show = KeyQuery::Show::Retiring;
    const auto retiring = keysOf(query, mostRunning + 1);
    if (!retiring)
        return retiring;
    query.show = KeyQuery::Show::Expired;
    query.order = Qt::DescendingOrder;
    const auto ended = keysOf(query, mostEnded);
    if (!ended)
        return ended;
    auto fresh = *retiring;
    std::copy_if(ended->begin(), ended->end(), std::back_inserter(fresh),
                 [&](const CachedKey &each) { return rotationrules::endOf(each.key) > earliest; });
    return fresh;
}

Result<RotationList> Rotations::list(qint64 organization)
{
    RotationList list;
    if (organization == 0)
        return list;
    if (const auto followed = follow(organization, list); !followed)
        return followed.error();
    if (const auto added = addDue(organization, list); !added)
        return added.error();
    return list;
}

Result<QList<Rotation>> Rotations::usedAgain(qint64 organization)
{
    RotationList list;
    const auto followed = follow(organization, list);
    return followed ? Result<QList<Rotation>>(list.usedAgain) : followed.error();
}

Result<> Rotations::follow(qint64 organization, RotationList &list)
{
    const auto earliest = m_clock.now().addDays(-shownDays);
    const auto fresh = freshlyRotated(organization, earliest);
    if (!fresh)
        return fresh.error();
    if (const auto met = meet(*fresh); !met)
        return met.error();
    const auto records = m_store.current(organization, earliest);
    if (!records)
        return records.error();
    sort(*records, earliest, list);
    return {};
}

void Rotations::sort(const QList<RotationRecord> &records, const QDateTime &earliest, RotationList &list)
{
    const auto now = m_clock.now();
    for (const auto &record : records) {
        const auto rotation = look(record);
        if (rotationrules::isGivenUp(rotation, now))
            continue;
        if (rotationrules::isRunning(rotation, now))
            list.running += rotation;
        else if (rotationrules::isUsedAgain(rotation))
            list.usedAgain += rotation;
        else if (rotation.record.endedAt > earliest)
            list.ended.prepend(rotation);
    }
    const auto endOf = [](const Rotation &rotation) { return rotationrules::endOf(*rotation.oldKey); };
    std::stable_sort(list.running.begin(), list.running.end(),
                     [&](const Rotation &a, const Rotation &b) { return endOf(a) < endOf(b); });
    list.moreRunning = list.running.size() > mostRunning;
    list.running.resize(std::min(list.running.size(), mostRunning));
    std::stable_sort(list.ended.begin(), list.ended.end(),
                     [](const Rotation &a, const Rotation &b) { return a.record.endedAt > b.record.endedAt; });
}

Result<> Rotations::meet(const QList<CachedKey> &oldKeys)
{
    for (const auto &[organization, name, oldKey] : oldKeys) {
        if (oldKey.replacedBy.isEmpty())
            continue;
        if (const auto record = recordOf(organization, oldKey.replacedBy); !record)
            return record.error();
    }
    return {};
}

//! What is remembered of the rotation that made this key; begins to remember it where it was not met before.
Result<std::optional<RotationRecord>> Rotations::recordOf(qint64 organization, const QString &newKeyId)
{
    auto known = m_store.find(organization, newKeyId);
    if (!known || *known)
        return known;
    const auto newKey = cached(organization, newKeyId);
    if (!newKey || newKey->replaces.isEmpty())
        return std::optional<RotationRecord>();
    RotationRecord record;
    record.organization = organization;
    record.newKeyId = newKeyId;
    record.oldKeyId = newKey->replaces;
    record.startedAt = newKey->createdAt;
    record.startedBy = newKey->createdBy.name;
    put(record);
    return std::optional(record);
}

Rotation Rotations::look(const RotationRecord &record)
{
    Rotation rotation{record, cached(record.organization, record.oldKeyId),
                      cached(record.organization, record.newKeyId)};
    auto &seen = rotation.record;
    if (seen.proof == Proof::None && rotation.newKey && rotation.newKey->lastUsed) {
        seen.proof = Proof::Used;
        seen.provenAt = rotation.newKey->lastUsed->at;
    }
    const bool running = rotationrules::isRunning(rotation, m_clock.now());
    if (running)
        seen.endedAt = {}; // clocks may have differed when it was taken for ended
    else if (const auto end = rotation.oldKey ? rotationrules::endOf(*rotation.oldKey) : QDateTime(); end.isValid())
        seen.endedAt = end;
    else if (!seen.endedAt.isValid())
        seen.endedAt = m_clock.now(); // the gateway no longer knows of the old key
    if (seen != record)
        put(seen);
    return rotation;
}

Result<> Rotations::addDue(qint64 organization, RotationList &list) const
{
    KeyQuery query{.organization = organization, .now = m_clock.now()};
    query.show = KeyQuery::Show::ExpiresSoon;
    query.sort = KeyQuery::Sort::Expires;
    const auto expiring = keysOf(query, mostDue + 1);
    if (!expiring)
        return expiring.error();
    for (const auto &each : *expiring)
        list.due += {each.key, DueKey::Reason::Expires, each.organization};
    QList<DueKey> old;
    for (const auto &each : m_directory.within(organization)) {
        const auto part = outgrown(each);
        if (!part)
            return part.error();
        old += *part;
    }
    std::stable_sort(old.begin(), old.end(),
                     [](const DueKey &a, const DueKey &b) { return a.key.createdAt < b.key.createdAt; });
    list.due += old;
    list.moreDue = list.due.size() > mostDue;
    list.due.resize(std::min(list.due.size(), mostDue));
    return {};
}

//! Keys older than the policy of their organization allows, the oldest first.
Result<QList<DueKey>> Rotations::outgrown(const CachedOrganization &organization) const
{
    KeyQuery query{.organization = organization.reference, .now = m_clock.now()};
    query.show = KeyQuery::Show::Active;
    query.sort = KeyQuery::Sort::Created;
    const auto oldest = keysOf(query, mostDue + 1);
    if (!oldest)
        return oldest.error();
    QList<DueKey> outgrown;
    for (const auto &each : *oldest) {
        if (attention::isOlderThanPolicy(each.key, organization.organization.policy, query.now) &&
            !keyrules::expiresSoon(each.key, query.now))
            outgrown += {each.key, DueKey::Reason::Age, each.organization};
    }
    return outgrown;
}

template <typename Change>
void Rotations::amend(qint64 organization, const QString &newKeyId, Change change)
{
    const auto known = recordOf(organization, newKeyId);
    if (!known || !*known)
        return;
    auto record = **known;
    change(record);
    put(record);
    announce(organization);
}

void Rotations::noteHandOver(qint64 organization, const QString &newKeyId, HandOver way)
{
    amend(organization, newKeyId, [&](RotationRecord &record) {
        record.handOver = way;
        record.handedOverAt = m_clock.now();
    });
}

void Rotations::noteProof(qint64 organization, const QString &newKeyId)
{
    amend(organization, newKeyId, [&](RotationRecord &record) {
        record.proof = Proof::Checked;
        record.provenAt = m_clock.now();
    });
}

void Rotations::dismiss(const Rotation &rotation)
{
    auto record = rotation.record;
    record.dismissedAt = rotation.oldKey && rotation.oldKey->lastUsed ? rotation.oldKey->lastUsed->at : m_clock.now();
    put(record);
    announce(record.organization);
}

void Rotations::put(const RotationRecord &record)
{
    if (const auto done = m_store.put(record); !done)
        qCWarning(logServices) << "What was seen of a rotation could not be written:" << done.error().detail;
}

void Rotations::announce(qint64 organization)
{
    if (m_quiet.isActive()) {
        m_unannounced.insert(organization);
        return;
    }
    m_quiet.start();
    Q_EMIT changed(organization);
}

} // namespace core
