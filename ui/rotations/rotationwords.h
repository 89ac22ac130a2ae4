#pragma once

#include "core/domain/callers.h"
#include "core/domain/rotation.h"

//! What the Rotations page says. Names and addresses in it come from a server: show them as plain text.
namespace ui::rotationwords {

QString name(core::RotationStep step);
//! What there is to say of a step. \a callers: who calls the old key, where that was read.
QString text(core::RotationStep step, const core::Rotation &rotation, const std::optional<core::Callers> &callers,
             const QDateTime &now);

//! The name that old and new key have in common, as far as they are known.
QString name(const core::Rotation &rotation);
//! "Old key retires in 22 h".
QString ending(const core::Rotation &rotation, const QDateTime &now);
//! What stands below the chart.
QString chartCaption(const core::Callers &callers, const QDateTime &now);
//! "Retired 20 Nov, 10:04", and how the old key fared afterwards.
QString ended(const core::Rotation &rotation, const QDateTime &now);
QString usedAgain(const core::Rotation &rotation, const QDateTime &now);
//! "Expires in 6 days", "234 days old; policy is 180".
QString due(const core::DueKey &due, int rotateAfterDays, const QDateTime &now);

} // namespace ui::rotationwords
