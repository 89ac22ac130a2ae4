#pragma once

#include "core/domain/activity.h"

#include <QString>

namespace gateway::store {

class Rows;

//! An event and its place in the order in which events became visible.
struct NumberedEvent {
    qint64 number = 0;
    core::ActivityEvent event;
};

} // namespace gateway::store

//! An event as a row of a query that begins with `selection`, to go on with WHERE: `e` are the events. \a index: which
//! one to go by; empty: the table's own order.
namespace gateway::store::eventrow {

QString selection(const QString &index = {});
NumberedEvent read(const Rows &rows);

} // namespace gateway::store::eventrow
