#pragma once

#include "core/domain/key.h"

#include <QByteArray>

//! How a list of keys is written into a file: no secret can be in it, since a Key has none.
namespace ui::keyexport {

enum class Format { Csv, JsonLines };

//! By the file's name: "….jsonl" is JSON Lines, anything else CSV.
Format formatFor(const QString &fileName);
QByteArray header(Format format);
//! One key, with the end of its line.
QByteArray line(Format format, const core::Key &key, const QDateTime &now);
//! RFC 4180, and no formula to any spreadsheet: what could begin one gets an apostrophe in front.
QString csvField(const QString &text);

} // namespace ui::keyexport
