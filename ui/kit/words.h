#pragma once

#include "core/base/error.h"
#include "core/domain/key.h"
#include "core/domain/organization.h"

#include <QDateTime>
#include <QLocale>
#include <QString>

//! The only place that turns times, states and errors into words.
namespace ui::words {

//! How numbers and months are written: the program speaks English, whatever the desktop does.
QLocale english();

//! "just now", "2 h ago", "in 6 days" up to a week; then a date.
QString relative(const QDateTime &time, const QDateTime &now);
//! "23 Jan 2027".
QString date(const QDateTime &time);
//! "10:04" of today, otherwise the date: how old something is that is shown.
QString timeOrDate(const QDateTime &time, const QDateTime &now);
//! "23 January 2027, 23:59 CET": for tooltips and where a date is decided.
QString exact(const QDateTime &time);

//! What the table's Expires column says: "in 64 days", "Never", "Retires in 22 h", "Expired 3 days ago", "Revoked 18
//! days ago".
QString expiry(const core::Key &key, const QDateTime &now);
//! When \a key stops or stopped working; invalid where it never does or nobody knows.
QDateTime end(const core::Key &key, const QDateTime &now);
//! The same without the word that the status says already: "in 22 h", "3 days ago".
QString shortExpiry(const core::Key &key, const QDateTime &now);
//! "2 min ago", "Never used".
QString lastUse(const core::Key &key, const QDateTime &now);

//! A status as shown: KeyStatus plus "Expires soon".
enum class Shown { Active, ExpiresSoon, Retiring, Expired, Revoked, Disabled, Unknown };
Shown shownStatus(const core::Key &key, const QDateTime &now);
QString status(Shown shown);

QString role(core::Role role);
QString risk(core::Risk risk);

//! What happened, what was not lost, what to do next; never a number of HTTP alone. Empty for Cancelled.
QString message(const core::Error &error);
//! For a form: the gateway's words for one field, or empty.
QString fieldMessage(const core::Error &error, const QString &field);

} // namespace ui::words
