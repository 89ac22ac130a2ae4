#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <chrono>

//! Dates as a calendar that other programs read (RFC 5545).
namespace core::calendar {

struct Entry {
    QString uid; //!< the same each time: a program that reads the calendar again replaces what it has
    QDateTime at;
    QString summary;
    QString description;
    qint64 revision = 0;                     //!< grows with each change
    QList<std::chrono::seconds> reminders{}; //!< so long before
};

//! What stands before the entries.
QByteArray head(const QString &name);
QByteArray entry(const Entry &entry, const QDateTime &now);
//! What stands behind them.
QByteArray tail();

} // namespace core::calendar
