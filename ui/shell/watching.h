#pragma once

#include "ui/keys/keyaddition.h"
#include "ui/shell/windowservices.h"

#include <QObject>

namespace ui {

class KeyActions;
class WatchActions;
class WindowActions;

//! How watched keys come into the window: what the pages ask for and only their providers can do is led to the dialogs
//! of WatchActions.
class Watching : public QObject {
    Q_OBJECT

public:
    Watching(const WindowServices &services, KeyActions &keyActions, WindowActions &actions, QWidget &window);

    //! The organization on screen.
    void setOrganization(qint64 reference);
    //! What the details of watched keys say more.
    KeyAdditionMaker factsMaker() const;
    void watchKey();

Q_SIGNALS:
    //! A key came in.
    void keyWanted(qint64 organization, const QString &keyId);

private:
    const WindowServices m_services;
    WindowActions &m_actions;
    WatchActions *m_watch;
    qint64 m_organization = 0;
};

} // namespace ui
