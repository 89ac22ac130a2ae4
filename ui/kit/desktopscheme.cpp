#include "ui/kit/desktopscheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

const auto portalPath = u"/org/freedesktop/portal/desktop"_s;
const auto portalInterface = u"org.freedesktop.portal.Settings"_s;
const auto appearance = u"org.freedesktop.appearance"_s;
const auto colourScheme = u"color-scheme"_s;

//! Read wraps its answer in a variant once more than the signal does.
uint schemeIn(const QVariant &value)
{
    if (value.canConvert<QDBusVariant>())
        return schemeIn(value.value<QDBusVariant>().variant());
    return value.toUInt();
}

} // namespace

DesktopScheme::DesktopScheme(QObject *parent) : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect({}, portalPath, portalInterface, u"SettingChanged"_s, this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    auto call =
        QDBusMessage::createMethodCall(u"org.freedesktop.portal.Desktop"_s, portalPath, portalInterface, u"Read"_s);
    call.setArguments({appearance, colourScheme});
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> scheme = *answer;
        if (scheme.isValid())
            set(schemeIn(scheme.value().variant()));
    });
}

void DesktopScheme::settingChanged(const QString &group, const QString &name, const QDBusVariant &value)
{
    if (group == appearance && name == colourScheme)
        set(schemeIn(value.variant()));
}

void DesktopScheme::set(uint scheme)
{
    const auto dark = scheme == 1 ? std::optional(true) : scheme == 2 ? std::optional(false) : std::nullopt;
    if (m_dark == dark)
        return;
    m_dark = dark;
    Q_EMIT changed();
}

} // namespace ui
