#pragma once

#include "core/domain/activity.h"
#include "ui/kit/theme.h"

//! What the activity says of an event. All of it is plain text with hidden characters made visible.
namespace ui::eventwords {

//! "Request", "Rotated", "Sign-in failed".
QString kind(core::EventKind kind);
//! The key's name as it was then; empty where the event is about none.
QString key(const core::ActivityEvent &event);
//! "GET /api/v1/contacts", "by Amara Okafor", "ops@northwind.example".
QString what(const core::ActivityEvent &event);
//! "200"; empty where no call was answered.
QString status(const core::ActivityEvent &event);
QString address(const core::ActivityEvent &event);
//! "10:04:11"; on another day than \a now "19 Nov 10:04", as there is room for.
QString time(const QDateTime &at, const QDateTime &now);
//! With the day, the second and the zone.
QString exactTime(const QDateTime &at);

Tone statusTone(int status, const Tokens &tokens);

} // namespace ui::eventwords
