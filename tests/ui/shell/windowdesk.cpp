#include "tests/ui/shell/windowdesk.h"

#include "core/services/watched/watchedbackend.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;
using namespace core;

namespace test {

WindowDesk::WindowDesk(bool withAccount)
{
    if (withAccount) {
        AccountRecord record;
        record.id = u"account-1"_s;
        record.gateway = QUrl(u"http://127.0.0.1:9"_s); // nobody listens: the cache is all there is
        record.email = u"owner@northwind.example"_s;
        record.sessionSaved = true;
        settings.setAccounts({record});
        Organization organization;
        organization.id = u"org-1"_s;
        organization.name = u"<b>North & wind\u202E"_s;
        organization.role = Role::Owner;
        filled = bool(organizations.replace(record.id, {organization}));
        Key key;
        key.id = u"key-1"_s;
        key.organizationId = organization.id;
        key.name = u"CRM sync"_s;
        key.hint = u"wa_Lk08…pQ2c"_s;
        key.status = KeyStatus::Active;
        key.createdAt = clock.now().addDays(-1);
        filled = filled && cache.put(organizations.all()->constFirst().reference, {key});
    }
    sessions = std::make_unique<Sessions>(withWatched(networkBackends(http), watchedKeys), credentials, settings,
                                          organizations);
    directory = std::make_unique<Directory>(*sessions, organizations);
    keys = std::make_unique<Keys>(*sessions, *directory, cache, intents, credentials, clock);
    following = std::make_unique<Following>(**database, *sessions, *directory, *keys, cache, clock);
    watched = std::make_unique<WatchedAccount>(*sessions, *directory, following->sync, watchedKeys);
    browser = std::make_unique<BrowserSignIn>(*sessions, openPage);
    openWindow();
}

ui::MainWindow::Services WindowDesk::services()
{
    return {*sessions,
            *directory,
            following->sync,
            *keys,
            cache,
            settings,
            credentials,
            local,
            clock,
            clipboard,
            following->usage,
            following->rotations,
            following->callers,
            following->events,
            following->live,
            *browser,
            *watched,
            openPage};
}

void WindowDesk::openWindow()
{
    window.reset();
    window = std::make_unique<ui::MainWindow>(services());
}

static void collect(const QMenu *menu, QList<QAction *> &actions)
{
    for (QAction *action : menu->actions()) {
        if (action->menu() != nullptr)
            collect(action->menu(), actions);
        else if (!action->isSeparator())
            actions.append(action);
    }
}

QList<QAction *> menuActions(const ui::MainWindow &window)
{
    QList<QAction *> actions;
    for (const QAction *top : window.menuBar()->actions())
        collect(top->menu(), actions);
    return actions;
}

QAction *named(const ui::MainWindow &window, const QString &name)
{
    for (QAction *action : menuActions(window)) {
        if (QString(action->text()).remove(u'&') == name)
            return action;
    }
    return nullptr;
}

QAbstractButton *buttonNamed(const ui::MainWindow &window, const QString &name)
{
    for (auto *button : window.findChildren<QAbstractButton *>()) {
        const auto *accessible = QAccessible::queryAccessibleInterface(button);
        if (accessible && accessible->text(QAccessible::Name) == name)
            return button;
    }
    return nullptr;
}

} // namespace test
