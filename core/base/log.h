#pragma once

#include <QLoggingCategory>
#include <QString>

namespace core {

//! \a text with everything that looks like a credential replaced by "[redacted]": keys with their prefixes, Bearer and
//! Cookie values, passwords and codes in queries, Idempotency-Key values.
QString redacted(const QString &text);

//! Sends every log line of the process through `redacted` to standard error. Called first in main.
void installLog();

} // namespace core

Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logStorage)
Q_DECLARE_LOGGING_CATEGORY(logCredentials)
Q_DECLARE_LOGGING_CATEGORY(logServices)
Q_DECLARE_LOGGING_CATEGORY(logGateway)
Q_DECLARE_LOGGING_CATEGORY(logUi)
