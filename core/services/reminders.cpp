#include "core/services/reminders.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/domain/keyrules.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
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

Reminders::Reminders(Directory &directory, Keys &keys, KeySync &sync, KeyCache &cache, ReminderStore &store,
                     const Clock &clock, QObject *parent)
    : QObject(parent), m_directory(directory), m_cache(cache), m_store(store), m_clock(clock)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(quietTime);
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_soon, &QTimer::timeout, this, &Reminders::look);
    connect(&m_next, &QTimer::timeout, this, &Reminders::look);
    connect(&sync, &KeySync::keysChanged, this, &Reminders::lookSoon);
    connect(&keys, &Keys::keysChanged, this, &Reminders::lookSoon);
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
    for (const auto &each : m_directory.organizations()) {
        if (const auto looked = lookIn(each.reference, now); !looked)
            qCWarning(logServices) << "Keys that end soon could not be looked for:" << looked.error().detail;
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
    // Written first: rather is it not said after a crash than said for ever.
    QList<ReminderRecord> said;
    for (const auto &each : std::as_const(found))
        said += {each.key.id, each.endsAt, momentOf(each, now), {}};
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
            const KeyReminder reminder{KeyReminder::Kind::Expiry, organization, key, key.expiresAt};
            if (momentOf(reminder, now).isValid())
                found += reminder;
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
        const KeyReminder reminder{KeyReminder::Kind::Overlap, organization, key, key.retiresAt};
        const auto record = m_store.find(organization, key.id);
        if (!record)
            return record.error();
        if (reminders::isDue(momentOf(reminder, now), reminder.endsAt, *record, now))
            found += reminder;
    }
    return {};
}

QDateTime Reminders::momentOf(const KeyReminder &reminder, const QDateTime &now) const
{
    switch (reminder.kind) {
    case KeyReminder::Kind::Expiry: return reminders::expiryMoment(reminder.key, now);
    case KeyReminder::Kind::Overlap:
        return reminders::overlapMoment(reminder.key, replacedAt(reminder.organization, reminder.key), now);
    }
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
    const auto until = reminders::snoozeEnd(reminder.endsAt, now);
    const auto put = m_store.put(reminder.organization, {{reminder.key.id, reminder.endsAt, now, until}});
    if (m_on)
        wakeAt(nextMoment(), now);
    return put;
}

bool Reminders::holds(const KeyReminder &reminder) const
{
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
