#pragma once

#include "core/domain/keycheck.h"
#include "ui/kit/pill.h"
#include "ui/watched/watchcontext.h"

//! What a check said, in words.
namespace ui::checkwords {

//! "Valid", "Cannot tell" …
QString outcome(core::CheckOutcome outcome);
Pill::Tint tint(core::CheckOutcome outcome);
//! What it means, in a sentence or two.
QString sentence(const core::KeyCheck &check, const WatchedPlace &place);
//! Until when the provider asked to wait; empty where it did not, or the time is over.
QString waiting(const core::KeyCheck &check, const WatchedPlace &place, const QDateTime &now);
//! The status and the header fields, a line each, fit to be shown.
QString raw(const core::KeyCheck &check);
//! What will be sent where, before it is.
QString announcement(const WatchedPlace &place);

} // namespace ui::checkwords
