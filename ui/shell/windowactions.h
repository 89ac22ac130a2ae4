#pragma once

#include "ui/shell/screen.h"

#include <QKeySequence>
#include <QObject>
#include <map>

class QAction;
class QMainWindow;
class QMenu;

namespace ui {

//! Everything that the window can do, once: the menu bar, the account's menu, the palette and the list of shortcuts all
//! show these same actions.
class WindowActions : public QObject {
    Q_OBJECT

public:
    //! Fills the menu bar of \a window.
    explicit WindowActions(QMainWindow &window);

    enum class Mode { SignedOut, Ready, Locked };
    //! What can be done at all; the actions of the selected keys are the caller's on top of it.
    void setMode(Mode mode);
    //! In the order of the menu bar.
    QList<QAction *> all() const { return m_all; }
    QList<QAction *> ofSelectedKeys() const;
    //! Opens a screen.
    QAction *show(Screen screen) const { return m_show.at(screen); }

    QAction *newKey, *watchKey, *exportRows, *exportCalendar, *settings, *quit;
    QAction *rotate, *edit, *clone, *enable, *retireNow, *revoke, *copyHint, *whoseKey;
    QAction *find, *searchEverything, *refresh;
    QAction *addAccount, *stopWatching, *localGateway, *lock, *signOut;
    QAction *help, *about;

private:
    QAction *add(QMenu *menu, const QString &text, const QKeySequence &shortcut = {});
    void fillFile(QMenu *menu);
    void fillKeys(QMenu *menu);
    void fillView(QMenu *menu);
    void fillAccount(QMenu *menu);
    void fillHelp(QMenu *menu);

    QMainWindow &m_window;
    QList<QAction *> m_all;
    std::map<Screen, QAction *> m_show;
};

} // namespace ui
