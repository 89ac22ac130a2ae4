#pragma once

#include "core/base/clock.h"
#include "core/credentials/memorystore.h"
#include "core/net/httpclient.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/database.h"
#include "core/storage/watchedstore.h"

#include <QTcpServer>
#include <QTemporaryDir>

namespace test {

//! A provider that answers every request as it was told last, and remembers what it was asked.
class Provider : public QTcpServer {
    Q_OBJECT

public:
    Provider();

    QUrl address() const;
    //! A status with a JSON body.
    void say(int status, const QByteArray &body = "{}", const QByteArray &moreHeaders = {});
    const QByteArrayList &requests() const { return m_requests; }

private:
    QByteArray m_answer;
    QByteArrayList m_requests;
};

//! What the app puts together around watched keys, over the files in a folder: making another one over the same folder
//! and credentials is a restart of the app.
struct WatchedDesk {
    WatchedDesk(const QString &folder, core::CredentialStore &credentials);

    core::SystemClock clock;
    core::HttpClient http;
    std::unique_ptr<core::Database> database;
    core::WatchedStore store;
    core::WatchedKeys keys;
};

//! A person who watches keys: their folder and keychain, a provider, and the app over them.
class Watcher {
public:
    Watcher();

    //! A key of a Watsi workspace, or of what \a place is.
    core::WatchedKey watch(const core::NewWatchedKey &described, const core::Secret &secret,
                           const core::WatchedOrganization &place);
    core::WatchedKey watch(const QString &name, const core::Secret &secret);
    core::WatchedKey now(const core::WatchedKey &key) const;
    //! As after a kill.
    void restart();

    QTemporaryDir folder;
    core::MemoryStore credentials;
    Provider provider;
    std::unique_ptr<WatchedDesk> desk;
};

//! A Watsi workspace at \a address, not known yet.
core::WatchedOrganization watsiAt(const QUrl &address);
core::NewWatchedKey newKey(const QString &name);
core::KeyChanges renamed(const QString &name);
//! Of no provider, and never the same.
core::Secret someKey();
QByteArray bytesOf(const core::Secret &secret);

} // namespace test
