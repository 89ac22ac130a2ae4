#pragma once

#include "core/credentials/memorystore.h"
#include "core/net/httpclient.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "core/services/sessions.h"
#include "core/services/usage.h"
#include "core/storage/intentstore.h"
#include "tests/core/storage/cachefixture.h"
#include "tests/support/fakeclock.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyspage.h"
#include "ui/kit/secretclipboard.h"

namespace test {

//! Any warning fails the test, but those by which the offscreen platform says what its windows cannot do.
void failOnAnyWarning();

//! The Keys page with everything real behind it but the network: an account that is known and not signed in,
//! organization "northwind", and a cache that a test fills.
class PageFixture {
public:
    explicit PageFixture(core::Role role = core::Role::Owner);
    ~PageFixture();

    //! The page again, as at the next start.
    void openPage();
    void closePage() { m_page.reset(); }
    ui::KeysPage &page() { return *m_page; }
    QWidget &window() { return *m_window; }
    template <typename T>
    T *find(const char *name)
    {
        return m_page->findChild<T *>(QString::fromLatin1(name));
    }

    FakeClock &clock() { return m_clock; }
    core::KeyCache &cache() { return m_cache.keys(); }
    core::Usage &usage() { return m_usage; }
    core::UsageCache &usageCache() { return m_usageCache; }
    core::SettingsStore &settings() { return m_settings; }
    core::Directory &directory() { return m_directory; }
    core::KeySync &sync() { return m_sync; }
    ui::KeyActions &actions() { return *m_actions; }
    qint64 organization() const { return m_organization; }
    QString folder() const { return m_folder.path(); }

    //! Another organization of the same account, with this person in this role.
    qint64 addOrganization(const QString &name, core::Role role);
    //! A key of the organization that is active, was used two minutes ago and expires in 64 days.
    core::Key key(const QString &id, const QString &name) const;
    void put(const QList<core::Key> &keys) { put(m_organization, keys); }
    void put(qint64 organization, const QList<core::Key> &keys);
    //! One key in each state, as in the design's pictures; the first is "Billing webhook".
    QList<core::Key> pictured() const;
    //! Tells the page what the rest of the program would tell it.
    void announceChange();

private:
    QTemporaryDir m_folder;
    FakeClock m_clock;
    core::SystemClock m_networkClock;
    core::HttpClient m_http;
    core::MemoryStore m_credentials;
    CacheFixture m_cache;
    core::SettingsStore m_settings;
    core::IntentStore m_intents;
    core::Sessions m_sessions;
    qint64 m_organization;
    core::Directory m_directory;
    core::Keys m_keys;
    core::KeySync m_sync;
    core::UsageCache m_usageCache;
    core::Usage m_usage;
    ui::SecretClipboard m_clipboard;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ui::KeyActions> m_actions;
    std::unique_ptr<ui::KeysPage> m_page;
};

} // namespace test
