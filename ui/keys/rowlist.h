#pragma once

#include <QList>
#include <vector>

namespace ui {

//! Row ids in four bytes each.
using RowList = std::vector<quint32>;

namespace rowlist {

RowList narrowed(const QList<qint64> &rows);
//! Membership by id: a bit each.
std::vector<bool> marked(const RowList &rows, quint32 largest);
//! In how many runs those of \a rows stand that are not marked.
std::size_t runsWithout(const RowList &rows, const std::vector<bool> &marks);

} // namespace rowlist

} // namespace ui
