#pragma once

#include "core/credentials/memorystore.h"
#include "core/services/browsersignin.h"
#include "core/services/localgateway.h"
#include "core/services/watched/watchedaccount.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/watchedstore.h"
#include "tests/core/services/following.h"
#include "tests/support/fakeclock.h"
#include "ui/kit/secretclipboard.h"
#include "ui/shell/mainwindow.h"

#include <QGuiApplication>
#include <QTemporaryDir>

class QAbstractButton;
class QAction;
class QMenu;

namespace test {

//! The program's own parts over a fresh folder, with one account of which only the cache is known.
struct WindowDesk {
    explicit WindowDesk(bool withAccount);

    //! What a window stands on here.
    ui::MainWindow::Services services();
    //! Another one, as at the next start.
    void openWindow();

    QTemporaryDir folder;
    core::SettingsStore settings{folder.filePath(QStringLiteral("settings.ini"))};
    core::Result<std::unique_ptr<core::Database>> database =
        core::Database::open(folder.filePath(QStringLiteral("cache.sqlite")), QStringLiteral(":/storage/migrations"));
    core::OrganizationCache organizations{**database};
    core::KeyCache cache{**database};
    core::IntentStore intents{**database};
    test::FakeClock clock;
    core::SystemClock serverClock;
    core::HttpClient http{serverClock};
    core::MemoryStore credentials;
    core::Result<std::unique_ptr<core::Database>> watchedDatabase =
        core::Database::open(folder.filePath(QStringLiteral("watched.sqlite")), core::WatchedStore::migrations(),
                             core::Database::Worth::Own);
    core::WatchedStore watchedStore{**watchedDatabase};
    core::WatchedKeys watchedKeys{watchedStore, credentials, http, clock};
    core::LocalGateway local{QStringLiteral("/nonexistent/keysteward-gateway"),
                             folder.filePath(QStringLiteral("gateway"))};
    core::PageOpener openPage = [](const QUrl &) { return false; };
    ui::SecretClipboard clipboard{*QGuiApplication::clipboard()};
    std::unique_ptr<core::Sessions> sessions;
    std::unique_ptr<core::Directory> directory;
    std::unique_ptr<core::Keys> keys;
    std::unique_ptr<Following> following;
    std::unique_ptr<core::WatchedAccount> watched;
    std::unique_ptr<core::BrowserSignIn> browser;
    std::unique_ptr<ui::MainWindow> window;
    bool filled = true;
};

QList<QAction *> menuActions(const ui::MainWindow &window);
//! By its text without the ampersand; null where there is none.
QAction *named(const ui::MainWindow &window, const QString &name);
//! By the name that assistive technology knows it by; null where there is none.
QAbstractButton *buttonNamed(const ui::MainWindow &window, const QString &name);

} // namespace test
