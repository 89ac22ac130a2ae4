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

} // namespace

bool isOffered(Action action, const core::Key &key, const Person &person, const QDateTime &now)
{
    if (!suits(action, core::keyrules::statusAt(key, now)))
        return false;
    return action == Action::Clone ? core::canCreateKeys(person.role) : refusal(key, person).isEmpty();
}

QList<core::Key> among(const QList<core::Key> &keys, Action action, const Person &person, const QDateTime &now)
{
    QList<core::Key> suited;
    for (const auto &key : keys) {
        if (isOffered(action, key, person, now))
            suited += key;
    }
    return suited;
}

QString refusal(const core::Key &key, const Person &person)
{
    if (core::canManageEveryKey(person.role))
        return {};
    if (!core::canCreateKeys(person.role))
        return QCoreApplication::translate("ui::keypermissions",
                                           "As a viewer you can look at the keys here. Members and "
                                           "up can change them.");
    // A member manages what the member made. The contract names people by id and name; a session knows its own name.
    if (!person.id.isEmpty() && key.createdBy.id == person.id)
        return {};
    return QCoreApplication::translate("ui::keypermissions",
                                       "%1 made this key. As a member you can change the keys that "
                                       "you made yourself.")
        .arg(core::shown(key.createdBy.name, 64));
}

} // namespace ui::keypermissions
