// Where KeyActions leads when only a person can do it, at the key's provider.
#include "core/services/directory.h"
#include "core/storage/keycache.h"
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

void KeyActions::revoke(const QList<core::CachedKey> &keys)
{
    if (keys.isEmpty() || !m_directory.standing(keys.first().organization).can.endsElsewhere)
        return revokeHere(keys);
    QList<core::Key> ended;
    for (const auto &each : keys)
        ended += each.key;
    Q_EMIT endWanted(ended);
}

} // namespace ui
