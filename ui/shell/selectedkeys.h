#pragma once

#include <QObject>

class QAction;

namespace core {
class Clock;
class Directory;
} // namespace core

namespace ui {

class KeyActions;
class KeysPage;
class WindowActions;

//! The menu's actions on the keys selected on the page: enabled as the keys and the person's role allow.
class SelectedKeys : public QObject {
    Q_OBJECT

public:
    struct Services {
        const core::Directory &directory;
        const core::Clock &clock;
        KeyActions &keyActions;
    };

    SelectedKeys(const Services &services, WindowActions &actions, KeysPage &page);

    void refresh();

private:
    template <typename Do>
    void connectOne(QAction *action, Do act);

    Services m_services;
    WindowActions &m_actions;
    KeysPage &m_page;
};

} // namespace ui
