#pragma once

#include <QDateTime>
#include <QString>

namespace core {

//! RFC 3339 in UTC with `Z`, whole seconds: the contract's form.
QString toRfc3339(const QDateTime &time);

//! Strict: a date, a `T`, a time and `Z` or an offset. Invalid where the text is anything else (Qt alone would take a
//! time without a zone for local).
QDateTime fromRfc3339(QStringView text);

} // namespace core
