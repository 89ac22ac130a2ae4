// Where KeyActions leads when only a person can do it, at the key's provider.
#include "core/base/clock.h"
#include "core/domain/keyrules.h"
#include "core/services/directory.h"
#include "core/storage/keycache.h"
#include "ui/keys/dialogcontext.h"
#include "ui/keys/keyactions.h"
#include "ui/keys/keypermissions.h"
#include "ui/kit/quantity.h"

namespace ui {

using Rotation = core::Capabilities::Rotation;

namespace {

QString leftToProviders(const QList<core::Key> &keys)
{
    if (keys.size() == 1)
        return KeyActions::tr("“%1” is left out: only its provider can revoke it.").arg(shownName(keys.first().name));
    return keys.isEmpty() ? QString()
                          : KeyActions::tr("%1 watched keys are left out: only their providers can revoke them.")
                                .arg(quantity::number(keys.size()));
}

QString leftToOthers(const QList<core::Key> &keys)
{
    if (keys.size() == 1)
        return KeyActions::tr("“%1” is left out: your role does not let you revoke it.")
            .arg(shownName(keys.first().name));
    return keys.isEmpty() ? QString()
                          : KeyActions::tr("%1 keys are left out: your role does not let you revoke them.")
                                .arg(quantity::number(keys.size()));
}

} // namespace

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

//! What only its provider can revoke is marked as ended, by a dialog of its own. Of several keys, those that cannot be
//! revoked are left out, aloud, and those that have ended already without a word.
void KeyActions::revoke(const QList<core::CachedKey> &keys)
{
    const bool isOne = keys.size() == 1;
    const auto now = m_clock.now();
    QList<core::CachedKey> here;
    QList<core::Key> elsewhere;
    QList<core::Key> refused;
    for (const auto &each : keys) {
        const auto standing = m_directory.standing(each.organization);
        if (!isOne && !core::keyrules::isLive(core::keyrules::statusAt(each.key, now)))
            continue;
        if (standing.can.endsElsewhere)
            elsewhere += each.key;
        else if (isOne || keypermissions::refusal(each.key, standing).isEmpty())
            here += each;
        else
            refused += each.key;
    }
    if (!here.isEmpty())
        revokeHere(here, (leftToProviders(elsewhere) + u' ' + leftToOthers(refused)).trimmed());
    else if (!elsewhere.isEmpty())
        Q_EMIT endWanted(elsewhere, leftToOthers(refused));
    else
        Q_EMIT said(refused.isEmpty() ? tr("These keys have ended already.") : leftToOthers(refused));
}

} // namespace ui
