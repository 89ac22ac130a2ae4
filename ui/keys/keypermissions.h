#pragma once

#include "core/domain/key.h"
#include "core/domain/standing.h"

#include <QDateTime>
#include <QString>

//! What a person may do with a key, said before its server is asked.
namespace ui::keypermissions {

enum class Action { Rotate, Edit, Disable, Enable, Clone, RetireNow, Revoke };

bool isOffered(Action action, const core::Key &key, const core::Standing &standing, const QDateTime &now);
//! Why this person may change nothing about \a key; empty where they may.
QString refusal(const core::Key &key, const core::Standing &standing);

} // namespace ui::keypermissions
