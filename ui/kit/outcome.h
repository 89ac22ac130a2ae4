#pragma once

#include "core/domain/activity.h"
#include "core/domain/usage.h"
#include "ui/kit/theme.h"

//! The ways in which a call ends, as words and colours: the same in each chart and list.
namespace ui::outcome {

//! In the order in which they are stacked: what went well at the bottom.
inline constexpr core::CallOutcome all[] = {core::CallOutcome::Ok, core::CallOutcome::Unauthorized,
                                            core::CallOutcome::Forbidden, core::CallOutcome::Limited,
                                            core::CallOutcome::Other};

qint64 countOf(const core::UsageCount &count, core::CallOutcome outcome);
//! "Allowed", "Scope missing" …
QString name(core::CallOutcome outcome);
QColor colour(core::CallOutcome outcome, const Tokens &tokens);

} // namespace ui::outcome
