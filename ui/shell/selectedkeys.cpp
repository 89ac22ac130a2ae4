#include "ui/shell/selectedkeys.h"

#include "core/base/clock.h"
#include "core/services/directory.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyplaces.h"
#include "ui/keys/keyspage.h"
#include "ui/shell/windowactions.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

namespace ui {

using Action = keypermissions::Action;

SelectedKeys::SelectedKeys(const Services &services, WindowActions &actions, KeysPage &page)
    : QObject(&page), m_services(services), m_actions(actions), m_page(page)
{
    KeyActions &act = services.keyActions;
    connectOne(actions.rotate, [&act](qint64 organization, const core::Key &key) { act.rotate(organization, key); });
    connectOne(actions.edit, [&act](qint64 organization, const core::Key &key) { act.edit(organization, key); });
    connectOne(actions.clone, [&act](qint64 organization, const core::Key &key) { act.clone(organization, key); });
    connectOne(actions.retireNow,
               [&act](qint64 organization, const core::Key &key) { act.retireNow(organization, key); });
    connectOne(actions.enable, [&act](qint64 organization, const core::Key &key) {
        act.setEnabled(organization, key, key.status == core::KeyStatus::Disabled);
    });
    connectOne(actions.copyHint, [](qint64, const core::Key &key) { QGuiApplication::clipboard()->setText(key.hint); });
    connect(actions.revoke, &QAction::triggered, this, [this, &act] { act.revoke(m_page.selectedKeys()); });
    connect(&page, &KeysPage::selectionChanged, this, &SelectedKeys::refresh);
    connect(&services.directory, &core::Directory::organizationsChanged, this, &SelectedKeys::refresh);
}

template <typename Do>
void SelectedKeys::connectOne(QAction *action, Do act)
{
    connect(action, &QAction::triggered, this, [this, act] {
        const auto keys = m_page.selectedKeys();
        if (keys.size() == 1)
            act(keys.constFirst().organization, keys.constFirst().key);
    });
}

void SelectedKeys::refresh()
{
    const auto keys = m_page.selectedKeys();
    const auto &places = m_page.places();
    const auto now = m_services.clock.now();
    const bool one = keys.size() == 1;
    const auto key = keys.isEmpty() ? core::CachedKey() : keys.constFirst();
    const auto offered = [&](Action action) { return one && places.isOffered(action, key, now); };
    const bool disabled = one && key.key.status == core::KeyStatus::Disabled;
    m_actions.enable->setText(disabled ? tr("&Enable") : tr("&Disable"));
    m_actions.enable->setEnabled(offered(disabled ? Action::Enable : Action::Disable));
    m_actions.rotate->setEnabled(offered(Action::Rotate));
    m_actions.edit->setEnabled(offered(Action::Edit));
    m_actions.clone->setEnabled(offered(Action::Clone));
    m_actions.retireNow->setEnabled(offered(Action::RetireNow));
    m_actions.copyHint->setEnabled(one);
    m_actions.revoke->setEnabled(!places.among(keys, Action::Revoke, now).isEmpty());
}

} // namespace ui
