// Where KeyActions leads when only a person can do it, at the key's provider.
#include "core/services/directory.h"
#include "core/storage/keycache.h"
#include "ui/keys/dialogcontext.h"
#include "ui/keys/keyactions.h"

namespace ui {

using Rotation = core::Capabilities::Rotation;

void KeyActions::create(qint64 organization)
{
    if (m_directory.standing(organization).registersKeys())
        Q_EMIT registrationWanted(organization);
    else
        createHere(organization);
}

void KeyActions::rotate(qint64 organization, const core::Key &key)
{
    if (m_directory.standing(organization).can.rotation == Rotation::Manual)
        Q_EMIT manualRotationWanted(key.id);
    else
        rotateHere(organization, key);
}

void KeyActions::retireNow(qint64 organization, const core::Key &key)
{
    if (m_directory.standing(organization).can.rotation == Rotation::Manual)
        Q_EMIT manualRotationWanted(key.id);
    else
        retireHere(organization, key);
}

void KeyActions::revoke(qint64 organization, const QList<core::Key> &keys)
{
    QList<core::CachedKey> cached;
    for (const auto &key : keys)
        cached += {organization, {}, key};
    revoke(cached);
}

//! What only its provider can revoke is marked as ended, by a dialog of its own; among others it is left out, aloud.
void KeyActions::revoke(const QList<core::CachedKey> &keys)
{
    QList<core::CachedKey> here;
    QList<core::Key> elsewhere;
    for (const auto &each : keys) {
        if (m_directory.standing(each.organization).can.endsElsewhere)
            elsewhere += each.key;
        else
            here += each;
    }
    if (here.isEmpty() && !elsewhere.isEmpty()) {
        Q_EMIT endWanted(elsewhere);
        return;
    }
    if (!elsewhere.isEmpty())
        Q_EMIT said(
            elsewhere.size() == 1
                ? tr("“%1” is left out: only its provider can revoke it.").arg(shownName(elsewhere[0].name))
                : tr("%1 watched keys are left out: only their providers can revoke them.").arg(elsewhere.size()));
    revokeHere(here);
}

} // namespace ui
