#pragma once

#include "ui/keys/keyaddition.h"
#include "ui/shell/screen.h"
#include "ui/shell/windowservices.h"

#include <QObject>
#include <map>

class QStackedWidget;

namespace ui {

class ActivityChoice;
class ActivityPage;
class KeyActions;
class KeysPage;
class Page;
class RotationsPage;

//! The window's screens, each made when it is first wanted, and the ways from one to another.
class Screens : public QObject {
    Q_OBJECT

public:
    //! \a stack takes the screens; all outlive this.
    Screens(const WindowServices &services, KeyActions &keyActions, KeyAdditionMaker makeAddition,
            QStackedWidget &stack, QObject *parent);

    Page &page(Screen screen);
    KeysPage &keys();
    ActivityPage &activity();
    RotationsPage &rotations();
    //! The one that was asked for last, also while something else is on the stack.
    Screen current() const { return m_current; }
    //! What is on screen for it: where all organizations are shown and it shows one, a page that leads to each.
    Page &currentPage();
    bool isScreen(const QWidget *widget) const;
    //! One, or everyOrganization: a screen that shows one only asks for it then.
    void setOrganization(qint64 reference);

    //! Makes it the current one; the window puts it on screen when it hears `wanted`.
    void open(Screen screen);
    void openKey(qint64 organization, const QString &keyId);

Q_SIGNALS:
    void wanted();
    //! Only one organization's screen can show what is wanted.
    void organizationWanted(qint64 reference);
    void keysPageMade();
    void calendarWanted();

private:
    Page *make(Screen screen);
    void connectWays(Page &page);
    void showIn(qint64 organization);
    qint64 organizationFor(const Page &page) const;

    const WindowServices m_services;
    KeyActions &m_keyActions;
    const KeyAdditionMaker m_makeAddition;
    QStackedWidget &m_stack;
    std::map<Screen, Page *> m_pages;
    ActivityChoice *m_choice = nullptr;
    KeysPage *m_keys = nullptr;
    ActivityPage *m_activity = nullptr;
    RotationsPage *m_rotations = nullptr;
    Screen m_current = Screen::Keys;
    qint64 m_organization = 0;
};

} // namespace ui
