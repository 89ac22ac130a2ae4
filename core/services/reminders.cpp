#include "core/services/reminders.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/domain/keyrules.h"
#include "core/domain/organization.h"
#include "core/services/directory.h"
#include "core/services/rotations.h"
#include "core/storage/keycache.h"
#include "core/storage/reminderstore.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace core {

namespace {

constexpr auto quietTime = 2s;
//! A timer stands still while the computer sleeps: the clock on the wall is asked at least so often.
constexpr std::chrono::milliseconds longestSleep = 5min;
constexpr int mostAtOnce = 200;
constexpr std::chrono::seconds day{24 * 3600};

QDateTime earlier(const QDateTime &a, const QDateTime &b)
{
    return !a.isValid() || (b.isValid() && b < a) ? b : a;
}

} // namespace

Reminders::Reminders(Directory &directory, Rotations &rotations, KeyCache &cache, ReminderStore &store,
                     const Clock &clock, QObject *parent)
    : QObject(parent), m_directory(directory), m_rotations(rotations), m_cache(cache), m_store(store), m_clock(clock)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(quietTime);
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_soon, &QTimer::timeout, this, &Reminders::look);
    connect(&m_next, &QTimer::timeout, this, &Reminders::look);
    connect(&rotations, &Rotations::changed, this, &Reminders::lookSoon); // with the keys, or the time
    connect(&directory, &Directory::organizationsChanged, this, &Reminders::lookSoon);
}

void Reminders::setOn(bool on)
{
    if (m_on == on)
        return;
    m_on = on;
    m_soon.stop();
    m_next.stop();
    if (on)
        look();
}

//! Not put off again by each change: with a stream of them it would never come.
void Reminders::lookSoon()
{
    if (m_on && !m_soon.isActive())
        m_soon.start();
}

void Reminders::look()
{
    const auto now = m_clock.now();
    if (const auto again = m_rotations.usedAgain(everyOrganization); again)
        m_again = *again;
    else
        qCWarning(logServices) << "Old keys that are used again could not be looked for:" << again.error().detail;
    for (const auto &each : m_directory.organizations()) {
        if (const auto looked = lookIn(each.reference, now); !looked)
            qCWarning(logServices) << "What to remind of could not be looked for:" << looked.error().detail;
    }
    if (const auto forgotten = m_store.forgetEnded(now.addDays(-1)); !forgotten)
        qCWarning(logServices) << "Old reminders could not be forgotten:" << forgotten.error().detail;
    wakeAt(nextMoment(), now);
    Q_EMIT looked();
}

Result<> Reminders::lookIn(qint64 organization, const QDateTime &now)
{
    QList<KeyReminder> found;
    if (const auto gathered = gatherExpiring(organization, now, found); !gathered)
        return gathered;
    if (const auto gathered = gatherRetiring(organization, now, found); !gathered)
        return gathered;
    if (const auto gathered = gatherUsedAgain(organization, now, found); !gathered)
        return gathered;
    // Written first: rather is it not said after a crash than said for ever.
    QList<ReminderRecord> said;
    for (const auto &each : std::as_const(found))
        said += {each.key.id, each.endsAt, each.moment, {}};
    if (const auto put = m_store.put(organization, said); !put)
        return put;
    if (!found.isEmpty())
        Q_EMIT due(found);
    return {};
}

//! A range of ends for each step: those between it and the next smaller one.
Result<> Reminders::gatherExpiring(qint64 organization, const QDateTime &now, QList<KeyReminder> &found) const
{
    for (std::size_t i = reminders::expirySteps.size(); i-- > 0;) {
        const auto until = now.addDays(reminders::expirySteps[i]);
        const auto after = i + 1 < reminders::expirySteps.size() ? now.addDays(reminders::expirySteps[i + 1]) : now;
        const auto rows = m_store.unsaid(organization, KeyStatus::Active, after, until, reminders::expirySteps[i] * day,
                                         now, mostAtOnce);
        const auto keys = rows ? m_cache.keys(*rows) : Result<QList<Key>>(rows.error());
        if (!keys)
            return keys.error();
        for (const auto &key : *keys) {
            if (const auto moment = reminders::expiryMoment(key, now); moment.isValid())
                found += {KeyReminder::Kind::Expiry, organization, key, key.expiresAt, moment};
        }
    }
    return {};
}

Result<> Reminders::gatherRetiring(qint64 organization, const QDateTime &now, QList<KeyReminder> &found) const
{
    const auto rows = m_store.unsaid(organization, KeyStatus::Retiring, now,
                                     now.addSecs(reminders::longestNotice.count()), 0s, now, mostAtOnce);
    const auto keys = rows ? m_cache.keys(*rows) : Result<QList<Key>>(rows.error());
    if (!keys)
        return keys.error();
    for (const auto &key : *keys) {
        const auto moment = reminders::overlapMoment(key, replacedAt(organization, key), now);
        if (const auto added =
                addDue({KeyReminder::Kind::Overlap, organization, key, key.retiresAt, moment}, now, found);
            !added)
            return added;
    }
    return {};
}

Result<> Reminders::gatherUsedAgain(qint64 organization, const QDateTime &now, QList<KeyReminder> &found) const
{
    for (const auto &each : m_again) {
        if (each.record.organization != organization)
            continue;
        const auto moment = reminders::usedAgainMoment(each);
        if (const auto added = addDue(
                {KeyReminder::Kind::UsedAgain, organization, *each.oldKey, each.record.endedAt, moment}, now, found);
            !added)
            return added;
    }
    return {};
}

Result<> Reminders::addDue(const KeyReminder &reminder, const QDateTime &now, QList<KeyReminder> &found) const
{
    const auto record = m_store.find(reminder.organization, reminder.key.id);
    if (!record)
        return record.error();
    if (reminders::isDue(reminder.moment, reminder.endsAt, *record, now))
        found += reminder;
    return {};
}

QDateTime Reminders::replacedAt(qint64 organization, const Key &key) const
{
    const auto row = m_cache.rowOf(organization, key.replacedBy);
    const auto keys = row == 0 ? Result<QList<Key>>(QList<Key>()) : m_cache.keys({row});
    return keys && !keys->isEmpty() ? keys->first().createdAt : QDateTime();
}

Result<> Reminders::snooze(const KeyReminder &reminder)
{
    const auto now = m_clock.now();
    const bool isOver = reminder.kind == KeyReminder::Kind::UsedAgain;
    const auto until = isOver ? now.addDays(1) : reminders::snoozeEnd(reminder.endsAt, now);
    const auto put = m_store.put(reminder.organization, {{reminder.key.id, reminder.endsAt, now, until}});
    if (m_on)
        wakeAt(nextMoment(), now);
    return put;
}

bool Reminders::holds(const KeyReminder &reminder) const
{
    if (reminder.kind == KeyReminder::Kind::UsedAgain) {
        return std::any_of(m_again.begin(), m_again.end(), [&](const Rotation &each) {
            return each.record.organization == reminder.organization && each.record.oldKeyId == reminder.key.id &&
                   each.record.endedAt == reminder.endsAt;
        });
    }
    const auto row = m_cache.rowOf(reminder.organization, reminder.key.id);
    const auto keys = row == 0 ? Result<QList<Key>>(QList<Key>()) : m_cache.keys({row});
    if (!keys || keys->isEmpty())
        return false;
    const bool overlap = reminder.kind == KeyReminder::Kind::Overlap;
    const auto &key = keys->first();
    return (overlap ? key.retiresAt : key.expiresAt) == reminder.endsAt &&
           keyrules::statusAt(key, m_clock.now()) == (overlap ? KeyStatus::Retiring : KeyStatus::Active);
}

qint64 Reminders::expiringSoon() const
{
    qint64 sum = 0;
    for (const auto &each : m_directory.organizations()) {
        if (const auto counts = m_cache.counts(each.reference, m_clock.now()))
            sum += counts->expiresSoon;
    }
    return sum;
}

QDateTime Reminders::nextMoment() const
{
    const auto now = m_clock.now();
    QDateTime next;
    for (const auto &each : m_directory.organizations()) {
        for (const int days : reminders::expirySteps) {
            const auto end = m_store.nextEnd(each.reference, KeyStatus::Active, now.addDays(days));
            if (end && end->isValid())
                next = earlier(next, end->addDays(-days));
        }
        // Callers come and go: near its end an overlap is looked at again and again, as often as the timer wakes.
        const auto end = m_store.nextEnd(each.reference, KeyStatus::Retiring, now);
        if (end && end->isValid())
            next = earlier(next, std::max(end->addSecs(-reminders::longestNotice.count()), now.addSecs(60)));
        if (const auto snooze = m_store.nextSnooze(each.reference, now); snooze && snooze->isValid())
            next = earlier(next, *snooze);
    }
    return next;
}

void Reminders::wakeAt(const QDateTime &moment, const QDateTime &now)
{
    const auto wait = moment.isValid() ? std::chrono::milliseconds(now.msecsTo(moment) + 500) : longestSleep;
    m_next.start(std::clamp<std::chrono::milliseconds>(wait, 1s, longestSleep));
}

} // namespace core
