#include "ui/reminders/remindernotes.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/services/directory.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostAtOnce = 3;
constexpr qsizetype longestName = 60;
const auto lockedTag = u"locked"_s;
const auto show = u"show"_s, rotate = u"rotate"_s, snooze = u"snooze"_s;

using Kind = core::KeyReminder::Kind;

bool isOver(const core::KeyReminder &reminder)
{
    return reminder.kind == Kind::UsedAgain;
}

QString titleOf(Kind kind)
{
    switch (kind) {
    case Kind::Expiry: return ReminderNotes::tr("A key expires soon");
    case Kind::Overlap: return ReminderNotes::tr("An overlap ends soon");
    case Kind::UsedAgain: break;
    }
    return ReminderNotes::tr("An old key is still in use");
}

} // namespace

ReminderNotes::ReminderNotes(core::Reminders &reminders, const core::Directory &directory, const core::Clock &clock,
                             QObject *parent)
    : QObject(parent), m_reminders(reminders), m_directory(directory), m_clock(clock)
{
    connect(&reminders, &core::Reminders::due, this, &ReminderNotes::tell);
    connect(&reminders, &core::Reminders::looked, this, &ReminderNotes::review);
    connect(&m_desktop, &DesktopNotifications::acted, this, &ReminderNotes::act);
    connect(&m_desktop, &DesktopNotifications::failed, this, &ReminderNotes::failed);
}

void ReminderNotes::setLocked(bool locked)
{
    if (m_locked == locked)
        return;
    m_locked = locked;
    if (locked) {
        // What stands there says names: it comes back after the lock.
        for (auto said = m_said.begin(); said != m_said.end(); ++said) {
            m_desktop.close(said.key());
            m_held += said->about;
        }
        m_said.clear();
    } else {
        m_desktop.close(lockedTag);
        for (const auto &held : std::exchange(m_held, {}))
            tell(held);
    }
}

void ReminderNotes::tell(const QList<core::KeyReminder> &reminders)
{
    if (m_locked) {
        m_held += reminders;
        m_desktop.show(lockedTag, {tr("Keysteward"),
                                   tr("Keys need your attention. Unlock Keysteward to see which."),
                                   {{show, tr("Show")}},
                                   false});
        return;
    }
    auto ending = reminders;
    ending.removeIf(isOver);
    auto over = reminders;
    over.removeIf([](const core::KeyReminder &each) { return !isOver(each); });
    std::stable_sort(ending.begin(), ending.end(),
                     [](const auto &one, const auto &other) { return one.endsAt < other.endsAt; });
    tellAlike(ending);
    tellAlike(over);
}

void ReminderNotes::tellAlike(const QList<core::KeyReminder> &reminders)
{
    if (reminders.size() > mostAtOnce)
        return tellMany(reminders);
    for (const auto &each : reminders)
        tellOne(each);
}

//! What was rotated, revoked, prolonged or seen meanwhile is no longer spoken of.
void ReminderNotes::review()
{
    for (const auto &tag : m_said.keys()) {
        auto &about = m_said[tag].about;
        about.removeIf([this](const core::KeyReminder &each) { return !m_reminders.holds(each); });
        if (about.isEmpty()) {
            m_said.remove(tag);
            m_desktop.close(tag);
        }
    }
}

QString ReminderNotes::organizationName(qint64 organization) const
{
    const auto place = m_directory.organization(organization);
    return place ? core::shown(place->organization.name, longestName) : QString();
}

QString ReminderNotes::sentence(const core::KeyReminder &reminder) const
{
    const auto name = core::shown(reminder.key.name, longestName);
    const auto now = m_clock.now();
    const auto when = words::relative(reminder.endsAt, now);
    switch (reminder.kind) {
    case Kind::Expiry: return tr("“%1” expires %2.").arg(name, when);
    case Kind::Overlap: return tr("“%1” is still called, and its overlap ends %2.").arg(name, when);
    case Kind::UsedAgain: break;
    }
    const auto use = reminder.key.lastUsed.value_or(core::LastUse());
    const auto called = words::relative(use.at, now);
    return use.address.isEmpty() ? tr("“%1” was called after its end, %2, and was refused.").arg(name, called)
                                 : tr("“%1” was called after its end, %2 from %3, and was refused.")
                                       .arg(name, called, core::shown(use.address, longestName));
}

QString ReminderNotes::sentence(const QList<core::KeyReminder> &reminders) const
{
    const auto &first = reminders.first();
    const auto keys = quantity::keys(reminders.size());
    const auto organization = organizationName(first.organization);
    return isOver(first) ? tr("%1 of %2 were called after their end, and were refused.").arg(keys, organization)
                         : tr("%1 of %2 end soon, the first %3.")
                               .arg(keys, organization, words::relative(first.endsAt, m_clock.now()));
}

void ReminderNotes::tellOne(const core::KeyReminder &reminder)
{
    const auto tag = u"%1/%2"_s.arg(reminder.organization).arg(reminder.key.id);
    Notification notification;
    notification.title = titleOf(reminder.kind);
    notification.body =
        tr("%1 %2 · %3")
            .arg(sentence(reminder), organizationName(reminder.organization), core::shown(reminder.key.hint, 40));
    notification.actions += {show, tr("Show")};
    if (reminder.kind == Kind::Expiry)
        notification.actions += {rotate, tr("Rotate…")};
    notification.actions += {snooze, tr("Snooze")};
    notification.urgent = m_clock.now().secsTo(reminder.endsAt) <= 24 * 3600;
    m_said.insert(tag, {{reminder}, sentence(reminder)});
    m_desktop.show(tag, notification);
}

void ReminderNotes::tellMany(const QList<core::KeyReminder> &reminders)
{
    const auto &first = reminders.first();
    const auto tag = u"%1%2"_s.arg(isOver(first) ? u"over "_s : QString()).arg(first.organization);
    const auto words = sentence(reminders);
    m_said.insert(tag, {reminders, words});
    m_desktop.show(tag, {isOver(first) ? tr("Old keys are still in use") : tr("Keys expire soon"),
                         words,
                         {{show, tr("Show")}, {snooze, tr("Snooze")}},
                         isOver(first)});
}

void ReminderNotes::act(const QString &tag, const QString &action)
{
    if (action != snooze)
        Q_EMIT windowWanted();
    const auto said = m_said.take(tag);
    m_desktop.close(tag);
    if (said.about.isEmpty())
        return;
    const auto &first = said.about.first();
    if (action == snooze) {
        for (const auto &each : said.about) {
            if (const auto put = m_reminders.snooze(each); !put)
                qCWarning(logUi) << "A reminder could not be put off:" << put.error().detail;
        }
    } else if (action == rotate) {
        Q_EMIT rotateWanted(first.organization, first.key);
    } else {
        follow(said.about);
    }
}

void ReminderNotes::follow(const QList<core::KeyReminder> &about)
{
    const auto &first = about.first();
    if (isOver(first))
        Q_EMIT rotationsWanted(first.organization);
    else if (about.size() > 1)
        Q_EMIT expiringWanted(first.organization);
    else
        Q_EMIT showWanted(first.organization, first.key.id);
}

void ReminderNotes::failed(const QString &tag)
{
    const auto said = m_said.take(tag);
    if (!said.about.isEmpty() && !m_locked)
        Q_EMIT undelivered(said.sentence, said.about);
}

} // namespace ui
