#pragma once

#include <QByteArray>
#include <QStringList>

class QDateTime;

//! How lists are written into files.
namespace ui {

enum class ExportFormat { Csv, JsonLines };

//! By the file's name: "….jsonl" is JSON Lines, anything else CSV.
ExportFormat exportFormatFor(const QString &fileName);
//! RFC 4180, and no formula to any spreadsheet, also where it splits at semicolons: what could begin one gets an
//! apostrophe in front.
QString csvField(const QString &text);
//! With the end of the line.
QByteArray csvLine(const QStringList &fields);
//! RFC 3339; empty for an invalid time.
QString exportedTime(const QDateTime &time);

} // namespace ui
