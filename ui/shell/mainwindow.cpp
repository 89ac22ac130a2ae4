#include "ui/shell/mainwindow.h"

#include "core/services/directory.h"
#include "core/services/keys.h"
#include "core/services/keysync.h"
#include "core/services/localgateway.h"
#include "core/services/rotations.h"
#include "core/services/sessions.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyspage.h"
#include "ui/kit/page.h"
#include "ui/reminders/calendarexport.h"
#include "ui/settings/settingsdialog.h"
#include "ui/shell/applock.h"
#include "ui/shell/helpdialog.h"
#include "ui/shell/localsession.h"
#include "ui/shell/lockpage.h"
#include "ui/shell/notices.h"
#include "ui/shell/screens.h"
#include "ui/shell/searchpalette.h"
#include "ui/shell/selectedkeys.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/watching.h"
#include "ui/shell/windowactions.h"
#include "ui/signin/signinpage.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace ui {

MainWindow::MainWindow(const Services &services)
    : m_services(services),
      m_actions(new WindowActions(*this)),
      m_keyActions(new KeyActions(
          {services.sessions, services.directory, services.keys, services.cache, services.clock, services.clipboard},
          *this)),
      m_local(new LocalSession(services.sessions, services.localGateway, this)),
      m_lock(new AppLock(*this, services.clipboard))
{
    m_keyActions->setParent(this);
    m_keyActions->setConfirmer(
        [this](const core::AccountRecord &account, QWidget *over) { return proveAgain(account, over); });
    build();
    connectActions();
    connectServices();
    setOrganization(m_services.settings.lastOrganization());
    showRightPage();
}

MainWindow::~MainWindow()
{
    m_services.settings.setState(u"window"_s, saveGeometry());
}

void MainWindow::build()
{
    setWindowTitle(u"Keysteward"_s);
    m_sidebar =
        new Sidebar(m_services.sessions, m_services.directory, m_services.rotations, m_services.clock, *m_actions);
    m_notices =
        new Notices(m_services.sessions, m_services.directory, m_services.keys, m_services.cache, m_services.clock);
    m_pages = new QStackedWidget;
    m_calendar =
        new CalendarExport(m_services.cache, m_services.directory, m_services.sessions, m_services.clock, *this);
    m_watching = new Watching(m_services, *m_keyActions, *m_actions, *this);
    m_screens = new Screens(m_services, *m_keyActions, m_watching->factsMaker(), *m_pages, this);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notices);
    column->addWidget(m_pages, 1);
    auto *whole = new QWidget;
    auto *row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sidebar);
    row->addLayout(column, 1);
    setCentralWidget(whole);
    if (!restoreGeometry(m_services.settings.state(u"window"_s)))
        resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    m_lock->setIdleLimit(m_services.settings.lockAfter());
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction *action, auto act) { connect(action, &QAction::triggered, this, act); };
    on(m_actions->newKey, [this] { m_keyActions->create(m_organization); });
    on(m_actions->exportRows, [this] { m_screens->currentPage().exportRows(); });
    on(m_actions->exportCalendar, [this] { m_calendar->start(m_organization); });
    on(m_actions->settings, [this] { openSettings(); });
    on(m_actions->quit, [this] { close(); });
    for (const auto &each : allScreens())
        on(m_actions->show(each.screen), [this, screen = each.screen] { m_screens->open(screen); });
    on(m_actions->whoseKey, [this] { openLookup(); });
    on(m_actions->find, [this] { m_screens->currentPage().focusSearch(); });
    on(m_actions->searchEverything, [this] { openPalette(); });
    on(m_actions->refresh, [this] { m_screens->currentPage().refresh(); });
    on(m_actions->addAccount, [this] { showSignIn({}); });
    on(m_actions->localGateway, [this] { toggleLocalGateway(); });
    on(m_actions->lock, [this] { m_lock->lock(); });
    on(m_actions->signOut, [this] { signOut(); });
    on(m_actions->help, [this] { (new HelpDialog(m_actions->all(), this))->open(); });
    on(m_actions->about, [this] { (new AboutDialog(this))->open(); });
}

void MainWindow::connectServices()
{
    connect(m_screens, &Screens::wanted, this, &MainWindow::showRightPage);
    connect(m_screens, &Screens::calendarWanted, m_actions->exportCalendar, &QAction::trigger);
    connect(m_screens, &Screens::organizationWanted, this, &MainWindow::setOrganization);
    connect(m_screens, &Screens::keysPageMade, this, [this] {
        m_selected =
            new SelectedKeys({m_services.directory, m_services.clock, *m_keyActions}, *m_actions, m_screens->keys());
    });
    connect(m_watching, &Watching::keyWanted, this, &MainWindow::showKey);
    connect(m_sidebar, &Sidebar::organizationChosen, this, &MainWindow::setOrganization);
    connect(m_lock, &AppLock::lockedChanged, this, &MainWindow::lockedChanged);
    connect(m_calendar, &CalendarExport::said, m_notices, &Notices::say);
    connect(m_calendar, &CalendarExport::failed, m_notices, &Notices::say);
    connect(m_local, &LocalSession::failed, m_notices, &Notices::showFailure);
    connect(m_keyActions, &KeyActions::handedOver, &m_services.rotations, &core::Rotations::noteHandOver);
    connect(m_notices, &Notices::signInWanted, this, &MainWindow::showSignIn);
    connect(m_notices, &Notices::keychainRetryWanted, &m_services.sessions, &core::Sessions::retryKeychain);
    connect(m_notices, &Notices::showInterruptedWanted, m_keyActions, &KeyActions::showInterrupted);
    connect(m_notices, &Notices::revokeInterruptedWanted, m_keyActions, &KeyActions::revokeInterrupted);
    connect(&m_services.localGateway, &core::LocalGateway::stateChanged, this, &MainWindow::nameLocalGateway);
    connect(&m_services.sessions, &core::Sessions::accountChanged, this, &MainWindow::accountChanged);
    connect(&m_services.sessions, &core::Sessions::accountsChanged, this, &MainWindow::showRightPage);
    connect(&m_services.directory, &core::Directory::organizationsChanged, this,
            [this] { setOrganization(m_organization); });
}

void MainWindow::goOnline()
{
    m_local->resume();
}

void MainWindow::startDemo()
{
    if (m_local->accountId().isEmpty())
        signInPage().startDemo();
}

void MainWindow::setRecovery(core::Database::Recovery cache, core::Database::Recovery watched)
{
    m_notices->setRecovery(cache);
    m_notices->setWatchedRecovery(watched);
}

void MainWindow::lock()
{
    m_lock->lock();
}

SignInPage &MainWindow::signInPage()
{
    if (m_signInPage == nullptr) {
        m_signInPage =
            new SignInPage(m_services.sessions, m_services.browser, m_services.localGateway, m_services.credentials);
        m_pages->addWidget(m_signInPage);
        connect(m_signInPage, &SignInPage::signedIn, this, &MainWindow::signedIn);
        connect(m_signInPage, &SignInPage::cancelled, this, &MainWindow::showRightPage);
        connect(m_signInPage, &SignInPage::watchWanted, m_watching, &Watching::watchKey);
    }
    return *m_signInPage;
}

LockPage &MainWindow::lockPage()
{
    if (m_lockPage == nullptr) {
        m_lockPage = new LockPage(m_services.sessions, m_services.browser, *m_local);
        m_pages->addWidget(m_lockPage);
        connect(m_lockPage, &LockPage::unlocked, m_lock, &AppLock::unlock);
        connect(m_lockPage, &LockPage::signInWanted, this, [this] { showSignIn(provingAccount()); });
    }
    return *m_lockPage;
}

void MainWindow::showPage(QWidget &page)
{
    const bool screen = m_screens->isScreen(&page);
    const bool locked = m_lock->isLocked();
    m_sidebar->setVisible(screen);
    m_sidebar->setScreen(m_screens->current());
    m_notices->setVisible(screen);
    m_actions->setMode(locked   ? WindowActions::Mode::Locked
                       : screen ? WindowActions::Mode::Ready
                                : WindowActions::Mode::SignedOut);
    if (m_selected != nullptr && screen && !locked && m_screens->current() == Screen::Keys)
        m_selected->refresh();
    m_pages->setCurrentWidget(&page);
    if (screen)
        m_screens->currentPage().focusMain();
    else
        page.setFocus();
}

void MainWindow::showRightPage()
{
    m_lock->setUseful(!provingAccount().isEmpty());
    if (m_lock->isLocked())
        showPage(lockPage());
    else if (m_services.sessions.accounts().isEmpty())
        showSignIn({});
    else
        showPage(m_screens->currentPage());
}

} // namespace ui
