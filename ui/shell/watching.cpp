#include "ui/shell/watching.h"

#include "core/services/directory.h"
#include "core/services/rotations.h"
#include "core/services/watched/watchedaccount.h"
#include "ui/keys/keyactions.h"
#include "ui/shell/windowactions.h"
#include "ui/watched/watchactions.h"

#include <QAction>
#include <algorithm>

namespace ui {

Watching::Watching(const WindowServices &services, KeyActions &keyActions, WindowActions &actions, QWidget &window)
    : QObject(&window),
      m_services(services),
      m_actions(actions),
      m_watch(new WatchActions(
          {services.watched, services.directory, services.clock, services.clipboard, services.openPage}, window))
{
    connect(&keyActions, &KeyActions::registrationWanted, m_watch, &WatchActions::watch);
    connect(&keyActions, &KeyActions::manualRotationWanted, m_watch, &WatchActions::rotate);
    connect(&keyActions, &KeyActions::endWanted, m_watch, &WatchActions::end);
    connect(m_watch, &WatchActions::said, &keyActions, &KeyActions::said);
    connect(m_watch, &WatchActions::failed, &keyActions, &KeyActions::failed);
    connect(m_watch, &WatchActions::handedOver, &services.rotations, &core::Rotations::noteHandOver);
    connect(&services.watched, &core::WatchedAccount::accepted, &services.rotations, &core::Rotations::noteProof);
    connect(m_watch, &WatchActions::registered, this, &Watching::keyWanted);
    connect(actions.watchKey, &QAction::triggered, this, &Watching::watchKey);
    connect(actions.stopWatching, &QAction::triggered, m_watch, [this] { m_watch->stopWatching(m_organization); });
    setOrganization(0);
}

void Watching::setOrganization(qint64 reference)
{
    m_organization = reference;
    const auto places = m_services.directory.within(reference);
    const bool areWatched = !places.isEmpty() && std::all_of(places.begin(), places.end(), [this](const auto &each) {
        return m_services.directory.standing(each.reference).registersKeys();
    });
    m_actions.stopWatching->setVisible(areWatched && reference != core::everyOrganization);
    m_actions.signOut->setVisible(!areWatched); // there is nobody to sign out from
}

KeyAdditionMaker Watching::factsMaker() const
{
    return [this] { return m_watch->makeFacts(); };
}

void Watching::watchKey()
{
    m_watch->watch(m_organization);
}

} // namespace ui
