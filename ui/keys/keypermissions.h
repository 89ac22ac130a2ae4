#pragma once

#include "core/domain/key.h"
#include "core/domain/organization.h"

#include <QList>

//! What a person may do with a key, said before the gateway is asked.
namespace ui::keypermissions {

enum class Action { Rotate, Edit, Disable, Enable, Clone, RetireNow, Revoke };

//! Who asks: their role in the key's organization, and who they are to the gateway.
struct Person {
    core::Role role = core::Role::Viewer;
    QString id; //!< empty: not known, so no key is their own
};

bool isOffered(Action action, const core::Key &key, const Person &person, const QDateTime &now);
//! Those of \a keys that the action is offered for.
QList<core::Key> among(const QList<core::Key> &keys, Action action, const Person &person, const QDateTime &now);
//! Why this person may change nothing about \a key; empty where they may.
QString refusal(const core::Key &key, const Person &person);

} // namespace ui::keypermissions
