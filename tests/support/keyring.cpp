#include "tests/support/keyring.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusVariant>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace test {

//! The Secret Service's struct (oayays): a session, parameters, a value and its type.
struct SessionSecret {
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};

namespace {

const auto service = u"org.freedesktop.secrets"_s;
const auto root = u"/org/freedesktop/secrets"_s;

QDBusObjectPath login()
{
    return QDBusObjectPath(root + u"/collection/login"_s);
}

QDBusMessage call(const QString &path, const QString &interface, const QString &method)
{
    return QDBusMessage::createMethodCall(service, path, interface, method);
}

} // namespace

QDBusArgument &operator<<(QDBusArgument &argument, const SessionSecret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, SessionSecret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

} // namespace test

Q_DECLARE_METATYPE(test::SessionSecret)

namespace test {

Keyring::Keyring() : m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"keyring"_s))
{
    qDBusRegisterMetaType<SessionSecret>();
}

Keyring::~Keyring()
{
    QDBusConnection::disconnectFromBus(u"keyring"_s);
}

bool Keyring::lock()
{
    auto message = call(root, u"org.freedesktop.Secret.Service"_s, u"Lock"_s);
    message << QVariant::fromValue(QList<QDBusObjectPath>{login()});
    return m_bus.call(message).type() == QDBusMessage::ReplyMessage && isLocked();
}

bool Keyring::unlock()
{
    auto open = call(root, u"org.freedesktop.Secret.Service"_s, u"OpenSession"_s);
    open << u"plain"_s << QVariant::fromValue(QDBusVariant(QString()));
    const auto session = m_bus.call(open).arguments().value(1).value<QDBusObjectPath>();
    auto message =
        call(root, u"org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"_s, u"UnlockWithMasterPassword"_s);
    message << QVariant::fromValue(login())
            << QVariant::fromValue(SessionSecret{session, {}, qgetenv("KEYRING_PASSWORD"), u"text/plain"_s});
    return m_bus.call(message).type() == QDBusMessage::ReplyMessage && !isLocked();
}

bool Keyring::isLocked() const
{
    auto message = call(login().path(), u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    message << u"org.freedesktop.Secret.Collection"_s << u"Locked"_s;
    return QDBusReply<QDBusVariant>(m_bus.call(message)).value().variant().toBool();
}

bool Keyring::plant(const QString &name, const QByteArray &value) const
{
    QProcess tool;
    tool.start(u"secret-tool"_s, {u"store"_s, u"--label=planted"_s, u"user"_s, name, u"server"_s,
                                  u"io.keysteward.Keysteward"_s, u"type"_s, u"plaintext"_s});
    tool.write(value);
    tool.closeWriteChannel();
    return tool.waitForFinished() && tool.exitCode() == 0;
}

SilentSecretService::SilentSecretService()
{
    auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"silent"_s);
    m_isThere = bus.registerVirtualObject(root, this, QDBusConnection::SubPath) && bus.registerService(service);
}

SilentSecretService::~SilentSecretService()
{
    QDBusConnection::disconnectFromBus(u"silent"_s);
}

QString SilentSecretService::introspect(const QString &) const
{
    return {};
}

bool SilentSecretService::handleMessage(const QDBusMessage &message, const QDBusConnection &)
{
    message.setDelayedReply(true);
    return true;
}

} // namespace test
