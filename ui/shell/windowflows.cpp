#include "core/base/text.h"
#include "core/services/directory.h"
#include "core/services/keysync.h"
#include "core/services/localgateway.h"
#include "core/services/reminders.h"
#include "core/services/sessions.h"
#include "core/storage/settingsstore.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyspage.h"
#include "ui/lookup/lookupdialog.h"
#include "ui/reminders/remindernotes.h"
#include "ui/reminders/trayicon.h"
#include "ui/settings/settingsdialog.h"
#include "ui/shell/accountdialog.h"
#include "ui/shell/applock.h"
#include "ui/shell/localsession.h"
#include "ui/shell/lockpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/notices.h"
#include "ui/shell/screens.h"
#include "ui/shell/searchpalette.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/watching.h"
#include "ui/shell/windowactions.h"
#include "ui/signin/browserconfirmdialog.h"
#include "ui/signin/browserproof.h"
#include "ui/signin/signinpage.h"

#include <QAction>
#include <QStackedWidget>
#include <algorithm>

// What follows from an account, an organization or a page that has changed.

namespace ui {

using State = core::Account::State;

//! Not so where keys are watched: there is nobody to sign out from, or to prove oneself to.
static bool isServers(const core::Account &account)
{
    return account.record.kind != core::BackendKind::Watched;
}

QString MainWindow::currentAccount() const
{
    if (const auto organization = m_services.directory.organization(m_organization))
        return organization->accountId;
    const auto accounts = m_services.sessions.accounts();
    return accounts.isEmpty() ? QString() : accounts.constFirst().record.id;
}

QString MainWindow::provingAccount() const
{
    if (const auto current = m_services.sessions.account(currentAccount()); current && isServers(*current))
        return current->record.id;
    const auto accounts = m_services.sessions.accounts();
    const auto other = std::find_if(accounts.begin(), accounts.end(), isServers);
    return other == accounts.end() ? QString() : other->record.id;
}

//! Nothing, where it is by the password.
std::optional<core::Async<>> MainWindow::proveAgain(const core::AccountRecord &account, QWidget *over)
{
    if (account.local)
        return m_local->signIn();
    if (BrowserProof::serves(account))
        return (new BrowserConfirmDialog(m_services.sessions, m_services.browser, account, over))->ask();
    return std::nullopt;
}

void MainWindow::setOrganization(qint64 reference)
{
    const auto organizations = m_services.directory.organizations();
    const bool all = reference == core::everyOrganization && organizations.size() > 1;
    if (!all && !m_services.directory.organization(reference))
        reference = organizations.isEmpty() ? 0 : organizations.constFirst().reference;
    if (reference != m_organization) {
        m_organization = reference;
        m_services.settings.setLastOrganization(reference);
        m_screens->setOrganization(reference);
        // Another page may be the right one for it.
        if (m_screens->isScreen(m_pages->currentWidget()))
            showRightPage();
    }
    const auto current = m_services.directory.organization(reference);
    const auto name = all ? tr("All organizations") : current ? core::shown(current->organization.name, 60) : QString();
    setWindowTitle(name.isEmpty() ? tr("Keysteward") : tr("%1 – Keysteward").arg(name));
    m_sidebar->setOrganization(reference);
    m_watching->setOrganization(reference);
    m_notices->setAccounts(accountsOnScreen());
    follow();
}

//! Those that the rows on screen belong to.
QStringList MainWindow::accountsOnScreen() const
{
    if (m_organization != core::everyOrganization)
        return {currentAccount()};
    QStringList all;
    for (const auto &account : m_services.sessions.accounts())
        all += account.record.id;
    return all;
}

//! Only while there is somebody to ask: before, it would make a network where nothing can be answered.
void MainWindow::follow()
{
    const auto ids = accountsOnScreen();
    const bool reachable = std::any_of(ids.begin(), ids.end(), [this](const QString &id) {
        const auto account = m_services.sessions.account(id);
        return account && (account->state == State::SignedIn || account->state == State::Offline);
    });
    m_services.sync.follow(reachable ? m_organization : 0);
}

void MainWindow::accountChanged(const QString &accountId)
{
    const auto account = m_services.sessions.account(accountId);
    if (!account)
        return;
    const int before = m_states.value(accountId, -1);
    m_states.insert(accountId, int(account->state));
    if (before == int(account->state))
        return;
    if (account->state == State::SignedIn)
        m_services.directory.refresh(accountId);
    else if (account->state == State::SignedOut && account->record.local && m_services.localGateway.exists())
        m_local->signIn();
    follow();
}

void MainWindow::showSignIn(const QString &accountId)
{
    SignInPage &page = signInPage();
    if (const auto account = m_services.sessions.account(accountId)) {
        if (account->record.local) {
            m_local->signIn();
            return;
        }
        page.prefill(account->record.gateway.toString(), account->record.email);
    }
    page.setCancellable(!m_services.sessions.accounts().isEmpty());
    showPage(page);
}

void MainWindow::signedIn(const QString &accountId)
{
    // Whoever comes with an account that was not there before the lock proves nothing about this window.
    if (m_lock->isLocked() && m_knownAtLock.contains(accountId))
        m_lock->unlock();
    core::whenDone(m_services.directory.refresh(accountId), this, [this, accountId](const core::Result<> &) {
        const auto organizations = m_services.directory.organizations();
        const auto first = std::find_if(organizations.begin(), organizations.end(),
                                        [&](const auto &each) { return each.accountId == accountId; });
        if (first != organizations.end() && !accountsOnScreen().contains(accountId))
            setOrganization(first->reference);
    });
    showRightPage();
}

void MainWindow::lockedChanged(bool locked)
{
    if (locked) {
        m_knownAtLock.clear();
        for (const auto &account : m_services.sessions.accounts())
            m_knownAtLock.append(account.record.id);
        lockPage().setAccount(provingAccount());
        setWindowTitle(tr("Keysteward"));
    } else {
        setOrganization(m_organization);
    }
    showRightPage();
}

void MainWindow::signOut()
{
    QList<core::Account> accounts;
    for (const auto &id : accountsOnScreen()) {
        if (const auto account = m_services.sessions.account(id); account && isServers(*account))
            accounts += *account;
    }
    if (accounts.size() == 1)
        return signOutOf(accounts.constFirst().record.id);
    auto *dialog = new AccountDialog(accounts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AccountDialog::chosen, this, &MainWindow::signOutOf);
    dialog->open();
}

void MainWindow::signOutOf(const QString &accountId)
{
    core::whenDone(m_services.sessions.signOut(accountId), this, [this](const core::Result<> &result) {
        if (!result)
            m_notices->showFailure(result.error());
    });
}

void MainWindow::toggleLocalGateway()
{
    if (m_services.localGateway.state() == core::LocalGateway::State::Running)
        m_local->stop();
    else if (m_services.localGateway.exists())
        m_local->start();
    else
        showSignIn({}); // where a person chooses what is to be in it
}

void MainWindow::nameLocalGateway()
{
    const bool runs = m_services.localGateway.state() == core::LocalGateway::State::Running;
    m_actions->localGateway->setText(runs ? tr("&Stop local gateway") : tr("&Start local gateway"));
}

void MainWindow::openSettings()
{
    auto *dialog = new SettingsDialog(m_services.settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::changed, this, [this] {
        m_lock->setIdleLimit(m_services.settings.lockAfter());
        Q_EMIT settingsChanged();
    });
    dialog->open();
}

void MainWindow::openPalette()
{
    auto *palette =
        new SearchPalette({m_services.cache, m_services.directory, m_services.clock, *m_actions}, m_organization, this);
    connect(palette, &SearchPalette::keyChosen, m_screens, &Screens::openKey);
    connect(palette, &SearchPalette::organizationChosen, this, &MainWindow::setOrganization);
    palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, 80)));
    palette->open();
}

void MainWindow::openLookup()
{
    auto *dialog = new LookupDialog(
        {m_services.sessions, m_services.directory, m_services.keys, m_services.clock, *m_keyActions}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &LookupDialog::keyWanted, this, &MainWindow::showKey);
    dialog->open();
}

//! The organization's keys are on screen from now on, be it among those of all.
void MainWindow::include(qint64 organization)
{
    if (m_organization != core::everyOrganization)
        setOrganization(organization);
}

void MainWindow::showKey(qint64 organization, const QString &keyId)
{
    include(organization);
    m_screens->openKey(organization, keyId);
}

void MainWindow::comeToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    raise();
    activateWindow();
}

void MainWindow::remind(core::Reminders &reminders)
{
    auto *notes = new ReminderNotes(reminders, m_services.directory, m_services.clock, this);
    notes->setLocked(m_lock->isLocked());
    connect(m_lock, &AppLock::lockedChanged, notes, &ReminderNotes::setLocked);
    connect(notes, &ReminderNotes::windowWanted, this, &MainWindow::comeToFront);
    connect(notes, &ReminderNotes::showWanted, this, &MainWindow::showKey);
    connect(notes, &ReminderNotes::rotateWanted, m_keyActions, &KeyActions::rotate);
    connect(notes, &ReminderNotes::expiringWanted, this, [this](qint64 organization) {
        setOrganization(organization);
        m_screens->keys().showOnly(core::KeyQuery::Show::ExpiresSoon);
        m_screens->open(Screen::Keys);
    });
    connect(notes, &ReminderNotes::rotationsWanted, this, [this](qint64 organization) {
        include(organization);
        m_screens->open(Screen::Rotations);
    });
    connect(notes, &ReminderNotes::undelivered, this,
            [this, notes](const QString &sentence, const QList<core::KeyReminder> &about) {
                m_notices->showReminder(sentence, [notes, about] { notes->follow(about); });
            });
    auto *tray = new TrayIcon(this);
    connect(tray, &TrayIcon::activated, this, &MainWindow::comeToFront);
    connect(&reminders, &core::Reminders::looked, tray,
            [tray, &reminders] { tray->setCounts(reminders.expiringSoon(), reminders.usedAgain()); });
    connect(this, &MainWindow::settingsChanged, &reminders,
            [this, &reminders] { reminders.setOn(m_services.settings.remindersOn()); });
    reminders.setOn(m_services.settings.remindersOn());
}

} // namespace ui
