#pragma once

#include "core/domain/activity.h"

//! What is said of a change: "rotated CRM sync", "signed in from 198.51.100.23". Texts in it come from a server.
namespace ui::changewords {

QString who(const core::ActivityEvent &event);
QString what(const core::ActivityEvent &event);
//! All kinds but requests, in which what people did would drown.
QList<core::EventKind> kinds();

} // namespace ui::changewords
