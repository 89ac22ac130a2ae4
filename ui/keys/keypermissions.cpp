#include "ui/keys/keypermissions.h"

#include "core/base/text.h"
#include "core/domain/keyrules.h"

#include <QCoreApplication>

namespace ui::keypermissions {

namespace {

//! Whether the key is in a state that the action changes.
bool suits(Action action, core::KeyStatus status)
{
    using core::KeyStatus;
    switch (action) {
    case Action::Rotate:
    case Action::Disable: return status == KeyStatus::Active;
    case Action::Enable: return status == KeyStatus::Disabled;
    case Action::RetireNow: return status == KeyStatus::Retiring;
    case Action::Edit:
    case Action::Revoke: return core::keyrules::isLive(status);
    case Action::Clone: return true;
    }
    return false;
}

//! Whether the key's server, or we in its place, can do it at all.
bool isPossible(Action action, const core::Capabilities &can)
{
    using core::Capabilities;
    switch (action) {
    case Action::Rotate: return can.rotation != Capabilities::Rotation::None;
    case Action::Disable:
    case Action::Enable: return can.disables;
    case Action::RetireNow: return can.revokes && can.rotation != Capabilities::Rotation::Manual; // its guide ends it
    case Action::Revoke: return can.revokes;
    case Action::Edit: return can.renames || can.keepsNotes || can.expiry != Capabilities::Expiry::None;
    case Action::Clone: return can.creation == Capabilities::Creation::Here;
    }
    return false;
}

} // namespace

bool isOffered(Action action, const core::Key &key, const core::Standing &standing, const QDateTime &now)
{
    if (!suits(action, core::keyrules::statusAt(key, now)))
        return false;
    if (!isPossible(action, standing.can))
        return false;
    return action == Action::Clone ? standing.createsKeys() : refusal(key, standing).isEmpty();
}

QString refusal(const core::Key &key, const core::Standing &standing)
{
    if (core::canManageEveryKey(standing.role))
        return {};
    if (!core::canCreateKeys(standing.role))
        return QCoreApplication::translate("ui::keypermissions",
                                           "As a viewer you can look at the keys here. Members and "
                                           "up can change them.");
    // A member manages what the member made. The contract names people by id and name; a session knows its own name.
    if (!standing.personId.isEmpty() && key.createdBy.id == standing.personId)
        return {};
    return QCoreApplication::translate("ui::keypermissions",
                                       "%1 made this key. As a member you can change the keys that "
                                       "you made yourself.")
        .arg(core::shown(key.createdBy.name, 64));
}

} // namespace ui::keypermissions
