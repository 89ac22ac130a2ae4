#include "ui/shell/screens.h"

#include "core/domain/organization.h"
#include "core/services/directory.h"
#include "ui/activity/activitypage.h"
#include "ui/keys/keyspage.h"
#include "ui/kit/page.h"
#include "ui/overview/overviewpage.h"
#include "ui/rotations/rotationspage.h"
#include "ui/shell/activitychoice.h"

#include <QStackedWidget>
#include <algorithm>
#include <utility>

namespace ui {

Screens::Screens(const WindowServices &services, KeyActions &keyActions, KeyAdditionMaker makeAddition,
                 QStackedWidget &stack, QObject *parent)
    : QObject(parent),
      m_services(services),
      m_keyActions(keyActions),
      m_makeAddition(std::move(makeAddition)),
      m_stack(stack)
{
}

Page &Screens::page(Screen screen)
{
    Page *&page = m_pages[screen];
    if (page == nullptr) {
        page = make(screen);
        m_stack.addWidget(page);
        connectWays(*page);
        page->setOrganization(organizationFor(*page));
        if (screen == Screen::Keys)
            Q_EMIT keysPageMade();
    }
    return *page;
}

Page *Screens::make(Screen screen)
{
    const WindowServices &s = m_services;
    switch (screen) {
    case Screen::Overview:
        return new OverviewPage({s.sessions, s.directory, s.keys, s.sync, s.cache, s.usage, s.clock, m_keyActions});
    case Screen::Keys:
        m_keys = new KeysPage({s.sessions, s.directory, s.keys, s.sync, s.cache, s.usage, s.settings, s.clock,
                               m_keyActions, m_makeAddition});
        return m_keys;
    case Screen::Activity:
        m_activity =
            new ActivityPage({s.sessions, s.directory, s.cache, s.events, s.live, s.usage, s.settings, s.clock});
        return m_activity;
    case Screen::Rotations:
        m_rotations = new RotationsPage(
            {s.sessions, s.directory, s.sync, s.cache, s.rotations, s.callers, s.clock, m_keyActions});
        connect(m_rotations, &RotationsPage::calendarWanted, this, &Screens::calendarWanted);
        return m_rotations;
    }
    Q_UNREACHABLE();
}

//! What a screen asks for that another one shows.
void Screens::connectWays(Page &page)
{
    connect(&page, &Page::keyWanted, this, &Screens::openKey);
    connect(&page, &Page::keysWanted, this, [this](core::KeyQuery::Show show) {
        keys().showOnly(show);
        open(Screen::Keys);
    });
    connect(&page, &Page::activityWanted, this, [this](qint64 organization, const core::ActivityFilter &filter) {
        showIn(organization);
        activity().showOnly(filter);
        open(Screen::Activity);
    });
    connect(&page, &Page::rotationWanted, this, [this](qint64 organization, const QString &keyId) {
        open(Screen::Rotations);
        rotations().showRotation(organization, keyId);
    });
}

KeysPage &Screens::keys()
{
    page(Screen::Keys);
    return *m_keys;
}

ActivityPage &Screens::activity()
{
    page(Screen::Activity);
    return *m_activity;
}

RotationsPage &Screens::rotations()
{
    page(Screen::Rotations);
    return *m_rotations;
}

bool Screens::isScreen(const QWidget *widget) const
{
    return (widget != nullptr && widget == m_choice) ||
           std::any_of(m_pages.begin(), m_pages.end(), [widget](const auto &each) { return each.second == widget; });
}

void Screens::setOrganization(qint64 reference)
{
    m_organization = reference;
    for (const auto &[screen, page] : m_pages)
        page->setOrganization(organizationFor(*page));
    if (m_current == Screen::Activity && !m_services.directory.tellsActivity(reference))
        open(Screen::Keys);
}

qint64 Screens::organizationFor(const Page &page) const
{
    return m_organization == core::everyOrganization && !page.showsAll() ? 0 : m_organization;
}

Page &Screens::currentPage()
{
    Page &wanted = page(m_current);
    if (m_organization != core::everyOrganization || wanted.showsAll())
        return wanted;
    if (m_choice == nullptr) {
        m_choice = new ActivityChoice(m_services.sessions, m_services.directory);
        m_stack.addWidget(m_choice);
        connect(m_choice, &ActivityChoice::chosen, this, &Screens::organizationWanted);
    }
    return *m_choice;
}

//! What only one organization's screen shows takes the window there.
void Screens::showIn(qint64 organization)
{
    if (m_organization == core::everyOrganization)
        Q_EMIT organizationWanted(organization);
}

void Screens::open(Screen screen)
{
    m_current = screen;
    Q_EMIT wanted();
}

void Screens::openKey(qint64 organization, const QString &keyId)
{
    keys().selectKey(organization, keyId);
    open(Screen::Keys);
}

} // namespace ui
