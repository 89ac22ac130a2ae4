#pragma once

#include "core/storage/organizationcache.h"

#include "ui/shell/screen.h"

#include <QTimer>
#include <QWidget>
#include <map>

class QActionGroup;
class QMenu;

namespace core {
class Clock;
class Directory;
class Rotations;
class Sessions;
} // namespace core

namespace ui {

class AccountButton;
class PageButton;
class OrganizationButton;
class WindowActions;

//! Left of every page: the organization and the list of all, the pages, the account.
class Sidebar : public QWidget {
    Q_OBJECT

public:
    Sidebar(const core::Sessions &sessions, const core::Directory &directory, core::Rotations &rotations,
            const core::Clock &clock, const WindowActions &actions, QWidget *parent = nullptr);

    void setOrganization(qint64 reference);
    void setScreen(Screen screen);

Q_SIGNALS:
    void organizationChosen(qint64 reference);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void offerScreens();
    void showAll();
    void addChoice(const QString &text, qint64 reference);
    void showAccount(const QString &accountId);
    void fillOrganizations();
    void countWaiting();

    const core::Sessions &m_sessions;
    const core::Directory &m_directory;
    core::Rotations &m_rotations;
    const core::Clock &m_clock;
    const WindowActions &m_actions;
    OrganizationButton *m_switcher;
    QMenu *m_organizations;
    QActionGroup *m_choices; //!< of which one holds
    std::map<Screen, PageButton *> m_screens;
    AccountButton *m_account;
    QTimer m_counting;
    bool m_painted = false;
    qint64 m_organization = 0;
};

} // namespace ui
