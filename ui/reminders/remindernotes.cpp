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
    } else if (reminders.size() > mostAtOnce) {
        tellMany(reminders);
    } else {
        for (const auto &each : reminders)
            tellOne(each);
    }
}

//! What was rotated, revoked or prolonged meanwhile is no longer spoken of.
void ReminderNotes::review()
{
    for (const auto &tag : m_said.keys()) {
        const auto &about = m_said[tag].about;
        if (about.size() == 1 && !m_reminders.holds(about.first())) {
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
    const auto when = words::relative(reminder.endsAt, m_clock.now());
    if (reminder.kind == core::KeyReminder::Kind::Overlap)
        return tr("“%1” is still called, and its overlap ends %2.").arg(name, when);
    return tr("“%1” expires %2.").arg(name, when);
}

void ReminderNotes::tellOne(const core::KeyReminder &reminder)
{
    const auto tag = u"%1/%2"_s.arg(reminder.organization).arg(reminder.key.id);
    const bool overlap = reminder.kind == core::KeyReminder::Kind::Overlap;
    Notification notification;
    notification.title = overlap ? tr("An overlap ends soon") : tr("A key expires soon");
    notification.body =
        tr("%1 %2 · %3")
            .arg(sentence(reminder), organizationName(reminder.organization), core::shown(reminder.key.hint, 40));
    notification.actions += {show, tr("Show")};
    if (!overlap)
        notification.actions += {rotate, tr("Rotate…")};
    notification.actions += {snooze, tr("Snooze")};
    notification.urgent = m_clock.now().secsTo(reminder.endsAt) <= 24 * 3600;
    m_said.insert(tag, {{reminder}, sentence(reminder)});
    m_desktop.show(tag, notification);
}

void ReminderNotes::tellMany(const QList<core::KeyReminder> &reminders)
{
    const auto organization = reminders.first().organization;
    const auto tag = QString::number(organization);
    const auto words = tr("%1 of %2 end soon, the first %3.")
                           .arg(quantity::keys(reminders.size()), organizationName(organization),
                                words::relative(reminders.first().endsAt, m_clock.now()));
    m_said.insert(tag, {reminders, words});
    m_desktop.show(tag, {tr("Keys expire soon"), words, {{show, tr("Show")}, {snooze, tr("Snooze")}}, false});
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
    } else if (said.about.size() > 1) {
        Q_EMIT expiringWanted(first.organization);
    } else {
        Q_EMIT showWanted(first.organization, first.key.id);
    }
}

void ReminderNotes::failed(const QString &tag)
{
    const auto said = m_said.take(tag);
    if (!said.about.isEmpty() && !m_locked)
        Q_EMIT undelivered(said.sentence, said.about.first().organization,
                           said.about.size() == 1 ? said.about.first().key.id : QString());
}

} // namespace ui
