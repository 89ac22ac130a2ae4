#include "app/desktop/desktopapp.h"

#include "app/desktop/onlyone.h"
#include "core/base/clock.h"
#include "core/base/pageopener.h"
#include "core/credentials/keychainstore.h"
#include "core/net/httpclient.h"
#include "core/services/browsersignin.h"
#include "core/services/callerwatch.h"
#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "core/services/liveactivity.h"
#include "core/services/localgateway.h"
#include "core/services/reminders.h"
#include "core/services/rotations.h"
#include "core/services/sessions.h"
#include "core/services/usage.h"
#include "core/services/watched/watchedaccount.h"
#include "core/services/watched/watchedbackend.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/database.h"
#include "core/storage/eventcache.h"
#include "core/storage/keycache.h"
#include "core/storage/organizationcache.h"
#include "core/storage/reminderstore.h"
#include "core/storage/rotationstore.h"
#include "core/storage/settingsstore.h"
#include "core/storage/watchedstore.h"
#include "ui/kit/desktopscheme.h"
#include "ui/kit/icons.h"
#include "ui/kit/secretclipboard.h"
#include "ui/kit/theme.h"
#include "ui/shell/desktoplock.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QDesktopServices>
#include <QEvent>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace {

QString gatewayProgram(const Options &options)
{
    if (!options.gatewayProgram.isEmpty())
        return options.gatewayProgram;
    const QString name = u"keysteward-gateway"_s;
    const QString beside = QCoreApplication::applicationDirPath() + u'/' + name;
    if (QFileInfo(beside).isExecutable())
        return beside;
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? beside : found; // whoever starts it says that it is not there
}

} // namespace

//! In the order in which they need one another.
struct DesktopApp::Parts {
    using OpenedDatabase = core::Result<std::unique_ptr<core::Database>>;

    Parts(const Options &options, OpenedDatabase opened, OpenedDatabase openedWatched)
        : settings(options.dataFolder + u"/settings.ini"_s),
          database(std::move(opened)),
          watchedDatabase(std::move(openedWatched)),
          organizations(**database),
          keyCache(**database),
          intents(**database),
          usageCache(**database),
          events(**database),
          http(clock),
          watchedStore(**watchedDatabase),
          watchedKeys(watchedStore, credentials, http, clock),
          sessions(core::withWatched(core::networkBackends(http), watchedKeys), credentials, settings, organizations),
          browser(sessions, openPage),
          directory(sessions, organizations),
          sync(sessions, directory, keyCache, clock),
          watched(sessions, directory, sync, watchedKeys),
          keys(sessions, directory, keyCache, intents, credentials, clock),
          usage(sessions, directory, usageCache, clock),
          rotationStore(**database),
          rotations(directory, keys, sync, keyCache, rotationStore, clock),
          callers(sessions, directory, usage, clock),
          reminderStore(**database),
          reminders(directory, rotations, keyCache, reminderStore, clock),
          live(sessions, directory, sync),
          localGateway(gatewayProgram(options), options.dataFolder + u"/gateway"_s),
          clipboard(*QGuiApplication::clipboard())
    {
    }

    const core::PageOpener openPage{&QDesktopServices::openUrl};
    core::SettingsStore settings;
    OpenedDatabase database; //!< a value, or there are no parts; so is the next
    OpenedDatabase watchedDatabase;
    core::OrganizationCache organizations;
    core::KeyCache keyCache;
    core::IntentStore intents;
    core::UsageCache usageCache;
    core::EventCache events;
    core::SystemClock clock;
    core::HttpClient http;
    core::KeychainStore credentials;
    core::WatchedStore watchedStore;
    core::WatchedKeys watchedKeys;
    core::Sessions sessions;
    core::BrowserSignIn browser;
    core::Directory directory;
    core::KeySync sync;
    core::WatchedAccount watched;
    core::Keys keys;
    core::Usage usage;
    core::RotationStore rotationStore;
    core::Rotations rotations;
    core::CallerWatch callers;
    core::ReminderStore reminderStore;
    core::Reminders reminders;
    core::LiveActivity live;
    core::LocalGateway localGateway;
    ui::SecretClipboard clipboard;
    std::unique_ptr<ui::MainWindow> window;
    std::unique_ptr<ui::DesktopScheme> scheme; //!< asked after the first paint
    std::unique_ptr<ui::DesktopLock> desktopLock;
};

DesktopApp::DesktopApp(QApplication &app, const Options &options, OnlyOne &onlyOne)
    : m_app(app), m_options(options), m_onlyOne(onlyOne)
{
}

DesktopApp::~DesktopApp() = default;

core::Result<> DesktopApp::start()
{
    auto database = core::Database::open(m_options.dataFolder + u"/cache.sqlite"_s, u":/storage/migrations"_s);
    if (!database)
        return database.error();
    auto watched = core::Database::open(m_options.dataFolder + u"/watched.sqlite"_s, core::WatchedStore::migrations(),
                                        core::Database::Worth::Own);
    if (!watched)
        return watched.error();
    m_parts = std::make_unique<Parts>(m_options, std::move(database), std::move(watched));
    applySettings();
    m_parts->window = std::make_unique<ui::MainWindow>(ui::MainWindow::Services{
        m_parts->sessions, m_parts->directory, m_parts->sync, m_parts->keys, m_parts->keyCache, m_parts->settings,
        m_parts->credentials, m_parts->localGateway, m_parts->clock, m_parts->clipboard, m_parts->usage,
        m_parts->rotations, m_parts->callers, m_parts->events, m_parts->live, m_parts->browser, m_parts->watched,
        m_parts->openPage});
    m_parts->window->setRecovery((*m_parts->database)->recovery(), (*m_parts->watchedDatabase)->recovery());
    connect(m_parts->window.get(), &ui::MainWindow::settingsChanged, this, &DesktopApp::applySettings);
    m_parts->window->installEventFilter(this);
    m_parts->window->show();
    return {};
}

bool DesktopApp::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        watched->removeEventFilter(this);
        QTimer::singleShot(0, this, &DesktopApp::painted);
    }
    return QObject::eventFilter(watched, event);
}

//! Everything that a person need not wait for to see the keys.
void DesktopApp::painted()
{
    m_onlyOne.listen();
    connect(&m_onlyOne, &OnlyOne::raiseAsked, m_parts->window.get(), &ui::MainWindow::comeToFront);
    m_parts->window->remind(m_parts->reminders);
    m_parts->window->goOnline();
    if (m_options.demo)
        m_parts->window->startDemo();
    m_parts->desktopLock = std::make_unique<ui::DesktopLock>();
    connect(m_parts->desktopLock.get(), &ui::DesktopLock::locked, m_parts->window.get(), &ui::MainWindow::lock);
    m_parts->scheme = std::make_unique<ui::DesktopScheme>();
    connect(m_parts->scheme.get(), &ui::DesktopScheme::changed, this, &DesktopApp::applySettings);
    QGuiApplication::setWindowIcon(ui::icon(ui::Symbol::App));
}

void DesktopApp::applySettings()
{
    m_parts->clipboard.setLife(m_parts->settings.clipboardLife());
    ui::applyTheme(m_app, m_parts->settings.theme(), m_parts->scheme ? m_parts->scheme->isDark() : std::nullopt);
}
