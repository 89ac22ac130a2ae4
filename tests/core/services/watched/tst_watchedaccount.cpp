#include "core/services/watched/watchedaccount.h"

#include "core/backend/backends.h"
#include "core/services/directory.h"
#include "core/services/keylookup.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "core/services/sessions.h"
#include "core/services/watched/watchedbackend.h"
#include "core/storage/intentstore.h"
#include "core/storage/keycache.h"
#include "core/storage/organizationcache.h"
#include "core/storage/settingsstore.h"
#include "tests/core/services/watched/watcheddesk.h"
#include "tests/support/check.h"

#include <QFile>
#include <QRegularExpression>

using namespace core;
using namespace Qt::StringLiterals;
using test::renamed;
using test::someKey;

namespace {

std::unique_ptr<Database> openCache(const QString &folder)
{
    auto opened = Database::open(folder + u"/cache.sqlite"_s, u":/storage/migrations"_s);
    return opened ? *std::move(opened) : nullptr;
}

//! The window's services around watched keys.
struct App {
    explicit App(test::Watcher &person)
        : desk(*person.desk),
          settings(person.folder.filePath(u"settings.ini"_s)),
          cacheFile(openCache(person.folder.path())),
          organizations(*cacheFile),
          cache(*cacheFile),
          sessions(withWatched(networkBackends(desk.http), desk.keys), person.credentials, settings, organizations),
          directory(sessions, organizations),
          sync(sessions, directory, cache, desk.clock),
          account(sessions, directory, sync, desk.keys),
          intents(*cacheFile),
          keys(sessions, directory, cache, intents, person.credentials, desk.clock),
          lookup(sessions, directory, keys)
    {
    }

    QList<Key> cachedKeys()
    {
        QList<Key> all;
        for (const auto &each : directory.organizations()) {
            const auto rows = cache.rows({.organization = each.reference, .now = desk.clock.now()}, 100);
            const auto found = rows ? cache.keys(*rows) : Result<QList<Key>>(rows.error());
            all += found ? *found : QList<Key>();
        }
        return all;
    }

    test::WatchedDesk &desk;
    SettingsStore settings;
    std::unique_ptr<Database> cacheFile;
    OrganizationCache organizations;
    KeyCache cache;
    Sessions sessions;
    Directory directory;
    KeySync sync;
    WatchedAccount account;
    IntentStore intents;
    Keys keys;
    KeyLookup lookup;
};

} // namespace

class WatchedAccountTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_rig = std::make_unique<test::Watcher>();
        m_app = std::make_unique<App>(*m_rig);
    }
    void cleanup()
    {
        m_app.reset();
        m_rig.reset();
    }

    void thereIsNoAccountBeforeThereIsAKey()
    {
        QCoreApplication::processEvents();
        QVERIFY(m_app->sessions.accounts().isEmpty());
    }

    void theFirstKeyBringsTheAccountAndItsOrganization()
    {
        const auto key = add(u"Live"_s);
        const auto accounts = m_app->sessions.accounts();
        QCOMPARE(accounts.size(), 1);
        QCOMPARE(accounts.first().state, Account::State::SignedIn);
        QCOMPARE(accounts.first().record.kind, BackendKind::Watched);
        QCOMPARE(m_app->cachedKeys().size(), 1);
        QCOMPARE(m_app->cachedKeys().first().id, key.id);
    }

    void everyChangeIsInTheCacheSoon()
    {
        const auto key = add(u"Live"_s);
        QVERIFY_RESULT(m_app->desk.keys.update(key.id, key.version, renamed(u"One"_s)));
        QVERIFY_RESULT(m_app->desk.keys.update(key.id, key.version + 1, renamed(u"Two"_s)));
        QTRY_COMPARE(m_app->cachedKeys().first().name, u"Two"_s);
        QVERIFY_RESULT(m_app->desk.keys.end(key.id, u"unused"_s));
        QTRY_COMPARE(m_app->cachedKeys().first().status, KeyStatus::Revoked);
    }

    void aRestartFindsEverything()
    {
        add(u"Live"_s);
        restart();
        m_app->sessions.resume();
        QCOMPARE(m_app->sessions.accounts().first().state, Account::State::SignedIn);
        QCOMPARE(m_app->cachedKeys().size(), 1);
    }

    void settingsAndCacheMayBeLostAndTheKeysAreNot()
    {
        const auto key = add(u"Live"_s);
        m_app.reset();
        QVERIFY(QFile::remove(m_rig->folder.filePath(u"settings.ini"_s)));
        QVERIFY(QFile::remove(m_rig->folder.filePath(u"cache.sqlite"_s)));
        m_app = std::make_unique<App>(*m_rig);
        QTRY_COMPARE(m_app->sessions.accounts().size(), 1);
        QVERIFY_RESULT(test::wait(m_app->account.show(key.organizationId)));
        QCOMPARE(m_app->cachedKeys().size(), 1);
    }

    void withTheLastOrganizationTheAccountGoes()
    {
        const auto key = add(u"Live"_s);
        QVERIFY_RESULT(m_app->desk.keys.stopWatching(key.organizationId));
        QTRY_VERIFY(m_app->sessions.accounts().isEmpty());
        QVERIFY(m_app->directory.organizations().isEmpty());
        restart();
        QVERIFY(m_app->sessions.accounts().isEmpty());
    }

    void aFoundKeyOfAnyFormIsRecognized()
    {
        QVERIFY(!m_app->lookup.knowsAnyForm());
        const auto secret = someKey();
        const auto key = add(u"Live"_s, secret);
        QVERIFY(m_app->lookup.knowsAnyForm());
        const auto text = Secret::take(
            QByteArray("WATSI_KEY=" + test::bytesOf(secret) + "\nand another: " + test::bytesOf(someKey())));
        const auto found = test::wait(m_app->lookup.recognize(wordsIn(text)));
        QVERIFY_RESULT(found);
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->first().hint, key.hint);
        const auto where = test::wait(m_app->lookup.find(found->first()));
        QVERIFY_RESULT(where);
        QCOMPARE(where->holders.size(), 1);
        QCOMPARE(where->holders.first().key.id, key.id);
    }

    void aRefusalOfAProvidersEndsNoSession()
    {
        add(u"Live"_s);
        const auto id = m_app->sessions.accounts().first().record.id;
        m_app->sessions.noteOutcome(id, Error{Error::Kind::Unauthorized});
        m_app->sessions.noteOutcome(id, Error{Error::Kind::Offline});
        QCOMPARE(m_app->sessions.accounts().first().state, Account::State::SignedIn);
    }

private:
    WatchedKey add(const QString &name, const Secret &secret = someKey())
    {
        auto key = m_rig->watch(name, secret);
        const auto shown = test::wait(m_app->account.show(key.organizationId));
        if (!shown)
            qFatal("%s", qPrintable(test::words(shown.error())));
        return key;
    }

    void restart()
    {
        m_app.reset();
        m_rig->restart();
        m_app = std::make_unique<App>(*m_rig);
    }

    std::unique_ptr<test::Watcher> m_rig;
    std::unique_ptr<App> m_app;
};

QTEST_GUILESS_MAIN(WatchedAccountTest)
#include "tst_watchedaccount.moc"
