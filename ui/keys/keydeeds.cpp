#include "ui/keys/keydeeds.h"

#include "core/base/clock.h"
#include "core/domain/organization.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keyexport.h"
#include "ui/keys/keymenu.h"
#include "ui/keys/keytable.h"
#include "ui/kit/exportdialog.h"
#include "ui/kit/quantity.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ui {

KeyDeeds::KeyDeeds(KeyActions &actions, const KeyPlaces &places, const core::KeyCache &cache, const core::Clock &clock,
                   QWidget &page)
    : QObject(&page), m_actions(actions), m_places(places), m_cache(cache), m_clock(clock), m_page(page)
{
}

void KeyDeeds::perform(Action action, const QList<core::CachedKey> &keys)
{
    if (keys.isEmpty())
        return;
    const auto suited = m_places.among(keys, action, m_clock.now());
    if (suited.isEmpty()) {
        const auto refusal = m_places.refusal(keys.first());
        Q_EMIT refused(!refusal.isEmpty() ? refusal
                       : keys.size() == 1 ? tr("This key has ended already.")
                                          : tr("These keys have ended already."));
    } else if (action == Action::Revoke) {
        m_actions.revoke(keys); // it says which ones it leaves out
    } else {
        for (const auto &key : suited)
            performOne(action, key);
    }
}

void KeyDeeds::performOne(Action action, const core::CachedKey &cached)
{
    const auto organization = cached.organization;
    const auto &key = cached.key;
    switch (action) {
    case Action::Rotate: m_actions.rotate(organization, key); return;
    case Action::Edit: m_actions.edit(organization, key); return;
    case Action::Disable: m_actions.setEnabled(organization, key, false); return;
    case Action::Enable: m_actions.setEnabled(organization, key, true); return;
    case Action::Clone: m_actions.clone(organization, key); return;
    case Action::RetireNow: m_actions.retireNow(organization, key); return;
    case Action::Revoke: m_actions.revoke({cached}); return;
    }
}

void KeyDeeds::openMenu(const QPoint &globalPosition, const QList<core::CachedKey> &keys, KeyTable &table)
{
    auto *menu = new KeyMenu(keys, m_places, m_clock.now(), &table);
    connect(menu, &KeyMenu::wanted, this, [this, keys](Action action) { perform(action, keys); });
    connect(menu, &KeyMenu::detailsWanted, &table, &KeyTable::detailsWanted);
    connect(menu, &KeyMenu::resetColumnsWanted, &table, &KeyTable::resetColumns);
    menu->popup(globalPosition);
}

void KeyDeeds::exportKeys(const core::KeyQuery &query, const QString &slug)
{
    auto *dialog = exportDialog(tr("Export keys"), slug, u"keys"_s, m_clock.now(), &m_page);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, query](const QString &fileName) { write(query, fileName); });
    dialog->open();
}

void KeyDeeds::write(const core::KeyQuery &query, const QString &fileName)
{
    const auto format = exportFormatFor(fileName);
    auto *run = new ExportRun(fileName, keyexport::header(format, query.organization == core::everyOrganization),
                              keyexport::reader(m_cache, m_clock, query, format), this);
    const auto name = QFileInfo(fileName).fileName();
    core::whenDone(run->start(), this, [this, run, name](const core::Result<qint64> &written) {
        run->deleteLater();
        if (written)
            Q_EMIT said(tr("%1 exported to %2.").arg(quantity::keys(*written), name));
        else
            Q_EMIT exportFailed(tr("The keys could not be exported to %1: %2. Nothing was written there.")
                                    .arg(name, written.error().detail));
    });
}

} // namespace ui
