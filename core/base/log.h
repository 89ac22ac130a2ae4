#pragma once

#include <QLoggingCategory>
#include <QString>

namespace core {

//! \a text with everything that looks like a credential replaced by "[redacted]": keys with their prefixes, Bearer and
//! Cookie values, passwords and codes in queries, Idempotency-Key values.
QString redacted(const QString &text);

enum class LogForm { Text, Json };

//! Sends every log line of the process through `redacted` to standard error, as text or as one JSON object a line (in
//! which no text can forge a line). Called first in main.
void installLog(LogForm form = LogForm::Text);

} // namespace core

Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logStorage)
Q_DECLARE_LOGGING_CATEGORY(logCredentials)
Q_DECLARE_LOGGING_CATEGORY(logServices)
Q_DECLARE_LOGGING_CATEGORY(logGateway)
Q_DECLARE_LOGGING_CATEGORY(logUi)
