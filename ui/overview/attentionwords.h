#pragma once

#include "core/services/keyconcerns.h"
#include "ui/kit/pill.h"

//! What is said of a key that needs attention.
namespace ui::attentionwords {

//! "expires in 6 days", "not used for 142 days, never expires": the two most urgent.
QString sentence(const core::ConcernedKey &concerned, const core::Policy &policy, const QDateTime &now);
//! The button that settles the most urgent: "Rotate…".
QString action(core::attention::Concern concern);
Pill::Tint tint(core::attention::Concern concern);

} // namespace ui::attentionwords
