#include "ui/activity/eventtable.h"

#include "core/services/activityfeed.h"
#include "ui/activity/eventdelegate.h"
#include "ui/activity/eventtablemodel.h"
#include "ui/kit/rowheader.h"

#include <QScrollBar>
#include <array>

using namespace Qt::StringLiterals;

namespace ui {

EventTable::EventTable(EventTableModel &model, core::ActivityFeed &feed, core::SettingsStore &settings, QWidget *parent)
    : RowTable(u"activity"_s, columnWidths(), settings, parent), m_feed(feed)
{
    setObjectName(u"activityTable"_s);
    setAccessibleName(tr("Activity"));
    setSelectionMode(SingleSelection);
    assemble(model, new RowHeader(this), new EventDelegate(model, *this));
    connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first, const QModelIndex &last) {
        if (currentIndex().row() >= first.row() && currentIndex().row() <= last.row())
            Q_EMIT selectedChanged();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, &EventTable::selectedChanged);
}

std::span<const ColumnWidth> EventTable::columnWidths()
{
    // In the order of EventTableModel::Column.
    static constexpr std::array<ColumnWidth, EventTableModel::ColumnCount> widths{{{108, 112, 116, 0},   // Time
                                                                                   {84, 98, 118, 1},     // Event
                                                                                   {90, 118, 170, 3},    // Key
                                                                                   {140, 180, 265, 5},   // What
                                                                                   {60, 60, 72, 0},      // Status
                                                                                   {112, 114, 130, 1}}}; // Address
    return widths;
}

void EventTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    RowTable::currentChanged(current, previous);
    Q_EMIT selectedChanged();
}

// Rows that come, go or find more room change the range of the scroll bar: all of it passes here.
void EventTable::updateGeometries()
{
    RowTable::updateGeometries();
    tellShown();
}

void EventTable::verticalScrollbarValueChanged(int value)
{
    RowTable::verticalScrollbarValueChanged(value);
    tellShown();
}

void EventTable::showEvent(QShowEvent *event)
{
    RowTable::showEvent(event);
    tellShown();
}

void EventTable::hideEvent(QHideEvent *event)
{
    RowTable::hideEvent(event);
    m_feed.setShown(0, -1);
}

void EventTable::tellShown()
{
    const int count = model() != nullptr ? model()->rowCount() : 0;
    if (!isVisible() || count == 0)
        return;
    const int last = rowAt(viewport()->height() - 1);
    m_feed.setShown(std::max(0, rowAt(0)), last < 0 ? count - 1 : last);
}

} // namespace ui
