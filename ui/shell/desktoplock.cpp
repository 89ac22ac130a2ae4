#include "ui/shell/desktoplock.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace ui {

DesktopLock::DesktopLock(QObject *parent) : QObject(parent)
{
    QDBusConnection session = QDBusConnection::sessionBus();
    // No service is named: Qt would ask the bus who owns it, and wait for the answer.
    for (const auto &interface : {u"org.freedesktop.ScreenSaver"_s, u"org.gnome.ScreenSaver"_s})
        session.connect({}, {}, interface, u"ActiveChanged"_s, this, SLOT(screenSaverChanged(bool)));
    listenToLogind();
}

void DesktopLock::listenToLogind()
{
    QDBusConnection system = QDBusConnection::systemBus();
    if (!system.isConnected())
        return;
    auto call = QDBusMessage::createMethodCall(u"org.freedesktop.login1"_s, u"/org/freedesktop/login1"_s,
                                               u"org.freedesktop.login1.Manager"_s, u"GetSessionByPID"_s);
    call.setArguments({QVariant::fromValue(quint32(QCoreApplication::applicationPid()))});
    auto *answer = new QDBusPendingCallWatcher(system.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusObjectPath> path = *answer;
        if (path.isValid())
            QDBusConnection::systemBus().connect({}, path.value().path(), u"org.freedesktop.login1.Session"_s,
                                                 u"Lock"_s, this, SIGNAL(locked()));
    });
}

void DesktopLock::screenSaverChanged(bool active)
{
    if (active)
        Q_EMIT locked();
}

} // namespace ui
