#include "tests/core/services/watched/watcheddesk.h"

#include "core/base/crypto.h"
#include "tests/support/check.h"

#include <QTcpSocket>

using namespace Qt::StringLiterals;

namespace test {

namespace {

std::unique_ptr<core::Database> openWatched(const QString &folder)
{
    auto opened = core::Database::open(folder + u"/watched.sqlite"_s, core::WatchedStore::migrations(),
                                       core::Database::Worth::Own);
    if (!opened)
        qFatal("%s", qPrintable(words(opened.error())));
    return *std::move(opened);
}

} // namespace

Provider::Provider()
{
    say(200, R"({"chats":[]})");
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
        auto *socket = nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const auto request = socket->peek(64 * 1024);
            if (!request.contains("\r\n\r\n"))
                return;
            m_requests += socket->readAll();
            socket->write(m_answer);
            socket->disconnectFromHost();
        });
    });
}

QUrl Provider::address() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(serverPort()));
}

void Provider::say(int status, const QByteArray &body, const QByteArray &moreHeaders)
{
    m_answer = "HTTP/1.1 " + QByteArray::number(status) +
               " Said\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
               "\r\n" + moreHeaders + "\r\n" + body;
}

WatchedDesk::WatchedDesk(const QString &folder, core::CredentialStore &credentials)
    : http(clock), database(openWatched(folder)), store(*database), keys(store, credentials, http, clock)
{
}

Watcher::Watcher()
{
    restart();
}

core::WatchedKey Watcher::watch(const core::NewWatchedKey &described, const core::Secret &secret,
                                const core::WatchedOrganization &place)
{
    const auto made = wait(desk->keys.add(place, described, secret));
    if (!made)
        qFatal("%s", qPrintable(words(made.error())));
    return made->key;
}

core::WatchedKey Watcher::watch(const QString &name, const core::Secret &secret)
{
    return watch(newKey(name), secret, watsiAt(provider.address()));
}

core::WatchedKey Watcher::now(const core::WatchedKey &key) const
{
    const auto known = desk->store.key(key.id);
    return known ? *known : core::WatchedKey();
}

void Watcher::restart()
{
    desk.reset();
    desk = std::make_unique<WatchedDesk>(folder.path(), credentials);
}

core::WatchedOrganization watsiAt(const QUrl &address)
{
    core::WatchedOrganization organization;
    organization.name = u"Shop"_s;
    organization.profileId = u"watsi"_s;
    organization.address = address;
    return organization;
}

core::NewWatchedKey newKey(const QString &name)
{
    return {.kindId = u"api-key"_s, .name = name};
}

core::KeyChanges renamed(const QString &name)
{
    core::KeyChanges changes;
    changes.name = name;
    return changes;
}

core::Secret someKey()
{
    return core::Secret::copy(crypto::randomBase62(44));
}

QByteArray bytesOf(const core::Secret &secret)
{
    const auto text = secret.reveal();
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace test
