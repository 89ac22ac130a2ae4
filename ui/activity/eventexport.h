#pragma once

#include "core/domain/activity.h"
#include "ui/kit/exportformat.h"
#include "ui/kit/exportrun.h"

namespace core {
class Directory;
class Sessions;
} // namespace core

//! How the activity is written into a file.
namespace ui::eventexport {

QByteArray header(ExportFormat format);
//! One event, with the end of its line.
QByteArray line(ExportFormat format, const core::ActivityEvent &event);

//! Which events, and where they are read from. The services outlive the export.
struct Source {
    core::Sessions &sessions;
    core::Directory &directory;
    qint64 organization = 0;
    core::ActivityFilter filter{};
};
//! All events that the filter lets through when the first portion is asked for, newest first, page by page from the
//! gateway: none that comes later, and none from this machine's memory.
ExportRun::Reader reader(const Source &source, ExportFormat format);

} // namespace ui::eventexport
