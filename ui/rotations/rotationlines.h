#pragma once

#include "core/domain/rotation.h"
#include "ui/keys/keyplaces.h"
#include "ui/kit/factpanel.h"

//! The lines of the Rotations page: what it says of rotations that do not run, and of keys that are due.
namespace ui::rotationlines {

using Lines = QList<FactPanel::Line>;

//! Names a line: two accounts may know the same key.
QString id(qint64 organization, const QString &keyId);
QString id(const core::RotationRecord &record);

Lines usedAgain(const QList<core::Rotation> &rotations, const KeyHomes &homeOf, const QDateTime &now);
Lines due(const QList<core::DueKey> &keys, const KeyHomes &homeOf, const QDateTime &now);
Lines ended(const QList<core::Rotation> &rotations, const KeyHomes &homeOf, const QDateTime &now);

} // namespace ui::rotationlines
