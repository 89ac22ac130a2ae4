#pragma once

#include "core/base/async.h"
#include "core/storage/database.h"
#include "ui/shell/windowservices.h"

#include <QHash>
#include <QMainWindow>
#include <QStringList>
#include <optional>

class QStackedWidget;

namespace core {
struct AccountRecord;
class Reminders;
} // namespace core

namespace ui {

class AppLock;
class CalendarExport;
class KeyActions;
class LocalSession;
class LockPage;
class Notices;
class Screens;
class SelectedKeys;
class Sidebar;
class SignInPage;
class Watching;
class WindowActions;

//! The window: which page is on it, and what the menu bar does. It shows the cache at once; `goOnline` is called when
//! that has been painted.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    using Services = WindowServices;

    explicit MainWindow(const Services &services);
    ~MainWindow() override;

    void goOnline();
    void startDemo();
    void setRecovery(core::Database::Recovery cache, core::Database::Recovery watched);
    void lock();
    void comeToFront();
    //! Says what \a reminders find, from now on, where the settings have them on.
    void remind(core::Reminders &reminders);

Q_SIGNALS:
    void settingsChanged();

private:
    void build();
    void connectActions();
    void connectServices();
    SignInPage &signInPage();
    LockPage &lockPage();
    void showPage(QWidget &page);
    void showRightPage();
    void showSignIn(const QString &accountId);
    void signedIn(const QString &accountId);
    void lockedChanged(bool locked);
    void setOrganization(qint64 reference);
    void accountChanged(const QString &accountId);
    void follow();
    QString currentAccount() const;
    QStringList accountsOnScreen() const;
    //! The one that a person can prove to be of theirs: the current one, unless it is nobody's. Empty: there is none.
    QString provingAccount() const;
    std::optional<core::Async<>> proveAgain(const core::AccountRecord &account, QWidget *over);
    void signOut();
    void signOutOf(const QString &accountId);
    void toggleLocalGateway();
    void nameLocalGateway();
    void openSettings();
    void openPalette();
    void openLookup();
    void include(qint64 organization);
    void showKey(qint64 organization, const QString &keyId);

    Services m_services;
    WindowActions *m_actions;
    KeyActions *m_keyActions;
    LocalSession *m_local;
    AppLock *m_lock;
    Sidebar *m_sidebar;
    Notices *m_notices;
    QStackedWidget *m_pages;
    Screens *m_screens;
    CalendarExport *m_calendar;
    Watching *m_watching;
    SignInPage *m_signInPage = nullptr;
    LockPage *m_lockPage = nullptr;
    SelectedKeys *m_selected = nullptr;
    qint64 m_organization = 0;
    QStringList m_knownAtLock;
    QHash<QString, int> m_states; //!< of accounts, as seen last
};

} // namespace ui
