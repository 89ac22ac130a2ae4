#pragma once

#include "ui/shell/screen.h"
#include "ui/shell/windowservices.h"

#include <QObject>
#include <map>

class QStackedWidget;

namespace ui {

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
    Screens(const WindowServices &services, KeyActions &keyActions, QStackedWidget &stack, QObject *parent);

    Page &page(Screen screen);
    KeysPage &keys();
    ActivityPage &activity();
    RotationsPage &rotations();
    //! The one that was asked for last, also while something else is on the stack.
    Screen current() const { return m_current; }
    Page &currentPage() { return page(m_current); }
    bool isScreen(const QWidget *widget) const;
    void setOrganization(qint64 reference);

    //! Makes it the current one; the window puts it on screen when it hears `wanted`.
    void open(Screen screen);
    void openKey(const QString &keyId);

Q_SIGNALS:
    void wanted();
    void keysPageMade();
    void calendarWanted();

private:
    Page *make(Screen screen);
    void connectWays(Page &page);

    const WindowServices m_services;
    KeyActions &m_keyActions;
    QStackedWidget &m_stack;
    std::map<Screen, Page *> m_pages;
    KeysPage *m_keys = nullptr;
    ActivityPage *m_activity = nullptr;
    RotationsPage *m_rotations = nullptr;
    Screen m_current = Screen::Keys;
    qint64 m_organization = 0;
};

} // namespace ui
