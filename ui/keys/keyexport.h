#pragma once

#include "core/storage/keycache.h"
#include "ui/kit/exportformat.h"
#include "ui/kit/exportrun.h"

namespace core {
class Clock;
}

//! How a list of keys is written into a file: no secret can be in it, since a Key has none.
namespace ui::keyexport {

//! What is written of the keys of all organizations names the organization of each.
QByteArray header(ExportFormat format, bool ofAll = false);
//! One key, with the end of its line.
QByteArray line(ExportFormat format, const core::Key &key, const QDateTime &now);
QByteArray line(ExportFormat format, const core::CachedKey &row, const QDateTime &now);
//! The keys that \a query lets through when the first portion is asked for.
ExportRun::Reader reader(const core::KeyCache &cache, const core::Clock &clock, const core::KeyQuery &query,
                         ExportFormat format);

} // namespace ui::keyexport
