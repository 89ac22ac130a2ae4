#include "ui/shell/windowactions.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace ui {

WindowActions::WindowActions(QMainWindow &window) : QObject(&window), m_window(window)
{
    QMenuBar *bar = window.menuBar();
    fillFile(bar->addMenu(tr("&File")));
    fillKeys(bar->addMenu(tr("&Key")));
    fillView(bar->addMenu(tr("&View")));
    fillAccount(bar->addMenu(tr("&Account")));
    fillHelp(bar->addMenu(tr("&Help")));
}

QAction *WindowActions::add(QMenu *menu, const QString &text, const QKeySequence &shortcut)
{
    QAction *action = menu->addAction(text);
    action->setShortcut(shortcut);
    action->setMenuRole(QAction::NoRole);
    m_all.append(action);
    return action;
}

void WindowActions::fillFile(QMenu *menu)
{
    newKey = add(menu, tr("&New key…"), Qt::CTRL | Qt::Key_N);
    watchKey = add(menu, tr("&Watch a key…"), Qt::CTRL | Qt::SHIFT | Qt::Key_N);
    exportRows = add(menu, tr("&Export…"), Qt::CTRL | Qt::Key_E);
    exportCalendar = add(menu, tr("Export &calendar…"));
    menu->addSeparator();
    settings = add(menu, tr("&Settings…"), Qt::CTRL | Qt::Key_Comma);
    menu->addSeparator();
    quit = add(menu, tr("&Quit"), Qt::CTRL | Qt::Key_Q);
}

void WindowActions::fillKeys(QMenu *menu)
{
    rotate = add(menu, tr("&Rotate…"), Qt::CTRL | Qt::Key_R);
    edit = add(menu, tr("&Edit…"), Qt::Key_F2);
    clone = add(menu, tr("C&lone…"), Qt::CTRL | Qt::Key_D);
    copyHint = add(menu, tr("&Copy hint"), Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    menu->addSeparator();
    enable = add(menu, tr("&Disable"));
    retireNow = add(menu, tr("Retire &now…"));
    revoke = add(menu, tr("Re&voke…"), Qt::Key_Delete);
    menu->addSeparator();
    whoseKey = add(menu, tr("&Whose key is this?…"), Qt::CTRL | Qt::SHIFT | Qt::Key_F);
}

void WindowActions::fillView(QMenu *menu)
{
    for (const auto &each : allScreens())
        m_show[each.screen] = add(menu, each.menuName, each.shortcut);
    menu->addSeparator();
    find = add(menu, tr("&Search this page"), Qt::CTRL | Qt::Key_F);
    searchEverything = add(menu, tr("Search &everything"), Qt::CTRL | Qt::Key_K);
    menu->addSeparator();
    refresh = add(menu, tr("&Refresh"), Qt::Key_F5);
}

void WindowActions::fillAccount(QMenu *menu)
{
    addAccount = add(menu, tr("&Add account…"));
    stopWatching = add(menu, tr("Stop &watching…"));
    localGateway = add(menu, tr("&Start local gateway"));
    menu->addSeparator();
    lock = add(menu, tr("&Lock"), Qt::CTRL | Qt::Key_L);
    signOut = add(menu, tr("Sign &out"));
}

void WindowActions::fillHelp(QMenu *menu)
{
    help = add(menu, tr("&Keyboard shortcuts"), Qt::Key_F1);
    about = add(menu, tr("&About Keysteward"));
}

QList<QAction *> WindowActions::ofSelectedKeys() const
{
    return {rotate, edit, clone, copyHint, enable, retireNow, revoke};
}

void WindowActions::setMode(Mode mode)
{
    const bool ready = mode == Mode::Ready;
    for (QAction *action :
         {newKey, exportRows, exportCalendar, whoseKey, find, searchEverything, refresh, addAccount, lock, signOut})
        action->setEnabled(ready);
    for (const auto &[screen, action] : m_show)
        action->setEnabled(ready);
    for (QAction *action : ofSelectedKeys())
        action->setEnabled(false);
    stopWatching->setEnabled(ready);
    watchKey->setEnabled(mode != Mode::Locked);
    settings->setEnabled(mode != Mode::Locked);
    localGateway->setEnabled(ready);
}

} // namespace ui
