#include "ui/watched/watchactions.h"

#include "core/services/directory.h"
#include "core/services/watched/watchedaccount.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/watchedstore.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/words.h"
#include "ui/watched/checkdialog.h"
#include "ui/watched/endkeydialog.h"
#include "ui/watched/rotationguide.h"
#include "ui/watched/stopwatchingdialog.h"
#include "ui/watched/watchedfacts.h"
#include "ui/watched/watchkeydialog.h"

using namespace Qt::StringLiterals;

namespace ui {

WatchActions::WatchActions(const Services &services, QWidget &window)
    : QObject(&window), m_services(services), m_window(window)
{
}

WatchContext WatchActions::context() const
{
    return {m_services.account.keys(), m_services.clock, m_services.clipboard, m_services.openPage};
}

qint64 WatchActions::reference(const QString &organizationId) const
{
    for (const auto &each : m_services.directory.organizations()) {
        if (each.organization.id == organizationId)
            return each.reference;
    }
    return 0;
}

void WatchActions::watch(qint64 organization)
{
    const auto place = m_services.directory.organization(organization);
    auto *dialog = new WatchKeyDialog(context(), place ? place->organization.id : QString(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &WatchKeyDialog::registered, this, &WatchActions::gotKey);
    dialog->open();
}

void WatchActions::gotKey(const core::RegisteredKey &made)
{
    if (made.notKept)
        Q_EMIT said(tr("“%1” is watched, by its fingerprint only: %2")
                        .arg(shownName(made.key.name), words::message(*made.notKept)));
    else
        Q_EMIT said(tr("“%1” is watched now.").arg(shownName(made.key.name)));
    core::whenDone(m_services.account.show(made.key.organizationId), this,
                   [this, id = made.key.id](const core::Result<qint64> &organization) {
                       if (organization)
                           Q_EMIT registered(*organization, id);
                       else
                           Q_EMIT failed(organization.error());
                   });
}

void WatchActions::check(const QString &keyId)
{
    const auto place = watchedPlace(m_services.account.keys(), keyId);
    if (!place)
        return failed(place.error());
    auto *dialog = new CheckDialog(context(), *place, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void WatchActions::rotate(const QString &keyId)
{
    const auto place = watchedPlace(m_services.account.keys(), keyId);
    if (!place)
        return failed(place.error());
    auto *guide = new RotationGuide(context(), *place, &m_window);
    guide->setAttribute(Qt::WA_DeleteOnClose);
    connect(guide, &RotationGuide::registered, this, &WatchActions::gotKey);
    connect(guide, &RotationGuide::handedOver, this,
            [this, id = place->organization.id](const QString &newKeyId, core::HandOver way) {
                Q_EMIT handedOver(reference(id), newKeyId, way);
            });
    connect(guide, &RotationGuide::finished, this, [this, name = place->key.name] {
        Q_EMIT said(tr("“%1” is rotated: its provider refuses the old key.").arg(shownName(name)));
    });
    guide->open();
}

void WatchActions::end(const QList<core::Key> &keys, const QString &leftOut)
{
    QList<WatchedPlace> places;
    for (const auto &key : keys) {
        if (const auto place = watchedPlace(m_services.account.keys(), key.id))
            places += *place;
    }
    if (places.isEmpty())
        return;
    auto *dialog = new EndKeyDialog(context(), places, &m_window);
    dialog->setRemark(leftOut);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void WatchActions::stopWatching(qint64 organization)
{
    const auto place = m_services.directory.organization(organization);
    if (!place)
        return;
    auto *dialog = new StopWatchingDialog(m_services.account.keys(), place->organization, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

KeyAddition *WatchActions::makeFacts()
{
    auto *facts = new WatchedFacts(context());
    connect(facts, &WatchedFacts::checkWanted, this, &WatchActions::check);
    connect(facts, &WatchedFacts::rotationWanted, this, &WatchActions::rotate);
    return facts;
}

} // namespace ui
