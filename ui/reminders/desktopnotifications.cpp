#include "ui/reminders/desktopnotifications.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QGuiApplication>
#include <QTimer>
#include <QVariantMap>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

const auto service = u"org.freedesktop.Notifications"_s;
const auto path = u"/org/freedesktop/Notifications"_s;
constexpr uchar normal = 1, critical = 2;

QDBusMessage callTo(const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, service, method);
}

} // namespace

DesktopNotifications::DesktopNotifications(QObject *parent) : QObject(parent)
{
    auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, service, u"ActionInvoked"_s, this, SLOT(actionInvoked(uint, QString)));
    bus.connect(service, path, service, u"NotificationClosed"_s, this, SLOT(notificationClosed(uint, uint)));
    auto *watcher = new QDBusServiceWatcher(service, bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this, &DesktopNotifications::serverChanged);
}

void DesktopNotifications::show(const QString &tag, const Notification &notification)
{
    Entry &entry = m_entries[tag];
    entry.waiting = notification;
    entry.toBeClosed = false;
    if (m_capabilities)
        send(tag);
    else
        askForCapabilities();
}

void DesktopNotifications::close(const QString &tag)
{
    const auto entry = m_entries.find(tag);
    if (entry == m_entries.end())
        return;
    entry->waiting.reset();
    if (entry->underWay) {
        entry->toBeClosed = true;
        return;
    }
    if (entry->id != 0) {
        auto call = callTo(u"CloseNotification"_s);
        call.setArguments({entry->id});
        QDBusConnection::sessionBus().asyncCall(call);
    }
    m_entries.erase(entry);
}

void DesktopNotifications::askForCapabilities()
{
    if (m_asking)
        return;
    m_asking = true;
    const auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) { // where there is none, a call never ends
        QTimer::singleShot(0, this, [this] { gotCapabilities(std::nullopt); });
        return;
    }
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(callTo(u"GetCapabilities"_s)), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QStringList> capabilities = *answer;
        gotCapabilities(capabilities.isValid() ? std::optional(capabilities.value()) : std::nullopt);
    });
}

void DesktopNotifications::gotCapabilities(const std::optional<QStringList> &capabilities)
{
    m_asking = false;
    if (capabilities)
        m_capabilities = capabilities;
    for (const auto &tag : m_entries.keys()) {
        if (capabilities)
            send(tag);
        else
            refused(tag);
    }
}

//! A new server knows none of the notifications of the old one, and may be able to do other things.
void DesktopNotifications::serverChanged()
{
    m_capabilities.reset();
    m_entries.removeIf([](const auto &each) { return !each->waiting && !each->underWay; });
    for (auto &entry : m_entries)
        entry.id = 0;
}

void DesktopNotifications::send(const QString &tag)
{
    Entry &entry = m_entries[tag];
    if (entry.underWay || !entry.waiting)
        return;
    const Notification notification = *std::exchange(entry.waiting, std::nullopt);
    entry.underWay = true;
    const bool markup = m_capabilities->contains("body-markup"_L1);
    QStringList actions{u"default"_s, QString()};
    for (const auto &action : notification.actions)
        actions << action.name << action.words;
    const QVariantMap hints{{u"urgency"_s, QVariant::fromValue(notification.urgent ? critical : normal)},
                            {u"desktop-entry"_s, QGuiApplication::desktopFileName()}};
    auto call = callTo(u"Notify"_s);
    call.setArguments({QCoreApplication::applicationName(), entry.id, QGuiApplication::desktopFileName(),
                       notification.title, markup ? notification.body.toHtmlEscaped() : notification.body,
                       m_capabilities->contains("actions"_L1) ? actions : QStringList(), hints, -1});
    auto *answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, tag] {
        answer->deleteLater();
        const QDBusPendingReply<uint> id = *answer;
        if (id.isValid())
            answered(tag, id.value());
        else
            refused(tag);
    });
}

void DesktopNotifications::answered(const QString &tag, uint id)
{
    Entry &entry = m_entries[tag];
    entry.underWay = false;
    entry.id = id;
    if (entry.toBeClosed)
        close(tag);
    else if (entry.waiting && m_capabilities)
        send(tag);
    else if (entry.waiting)
        askForCapabilities();
}

void DesktopNotifications::refused(const QString &tag)
{
    const bool wanted = !m_entries.value(tag).toBeClosed;
    m_entries.remove(tag);
    if (wanted)
        Q_EMIT failed(tag);
}

QString DesktopNotifications::tagOf(uint id) const
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry->id == id && id != 0)
            return entry.key();
    }
    return {};
}

//! The server tells everybody of everybody's notifications.
void DesktopNotifications::actionInvoked(uint id, const QString &action)
{
    if (const auto tag = tagOf(id); !tag.isEmpty())
        Q_EMIT acted(tag, action);
}

void DesktopNotifications::notificationClosed(uint id, uint)
{
    const auto tag = tagOf(id);
    if (tag.isEmpty())
        return;
    if (Entry &entry = m_entries[tag]; entry.underWay || entry.waiting)
        entry.id = 0;
    else
        m_entries.remove(tag);
}

} // namespace ui
