#include "core/credentials/secretservice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace core {

namespace {

// Answers come from memory: whoever needs longer is not going to answer.
constexpr int patience = 5000;

QDBusMessage callTo(const QString &path, const QString &interface, const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s, path, interface, method);
}

Result<KeyringState> stateFrom(const QDBusError &error)
{
    if (error.type() == QDBusError::NoReply || error.type() == QDBusError::Timeout ||
        error.type() == QDBusError::TimedOut)
        return Error{Error::Kind::KeychainTimedOut, error.name()};
    return KeyringState::NoService;
}

void askWhetherLocked(const QString &collection, QObject *context, const Settle<KeyringState> &settle)
{
    auto question = callTo(collection, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    question << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question, patience), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, settle] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isError())
            return settle(stateFrom(reply.error()));
        settle(reply.value().variant().toBool() ? KeyringState::Locked : KeyringState::Unlocked);
    });
}

} // namespace

Async<KeyringState> keyringState(QObject *context)
{
    const auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return ready<KeyringState>(KeyringState::NoService);
    const Settle<KeyringState> settle;
    auto question = callTo(u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, u"ReadAlias"_s);
    question << u"default"_s;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(question, patience), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, context, settle] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusObjectPath> reply = *watcher;
        if (reply.isError())
            return settle(stateFrom(reply.error()));
        if (reply.value().path() == "/"_L1)
            return settle(KeyringState::NoCollection);
        askWhetherLocked(reply.value().path(), context, settle);
    });
    return settle.operation();
}

} // namespace core
