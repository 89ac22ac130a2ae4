#include "ui/activity/eventtablemodel.h"

#include "core/base/clock.h"
#include "core/services/activityfeed.h"
#include "ui/activity/eventwords.h"

using namespace Qt::StringLiterals;

namespace ui {

EventTableModel::EventTableModel(const core::ActivityFeed &feed, const core::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent), m_feed(feed), m_clock(clock)
{
    using core::ActivityFeed;
    connect(&feed, &ActivityFeed::aboutToBeReset, this, [this] { beginResetModel(); });
    connect(&feed, &ActivityFeed::wasReset, this, [this] { endResetModel(); });
    connect(&feed, &ActivityFeed::rowsAboutToBeInserted, this,
            [this](int first, int last) { beginInsertRows({}, first, last); });
    connect(&feed, &ActivityFeed::rowsInserted, this, [this] { endInsertRows(); });
    connect(&feed, &ActivityFeed::rowsAboutToBeRemoved, this,
            [this](int first, int last) { beginRemoveRows({}, first, last); });
    connect(&feed, &ActivityFeed::rowsRemoved, this, [this] { endRemoveRows(); });
    connect(&feed, &ActivityFeed::rowsChanged, this,
            [this](int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1)); });
}

const core::ActivityEvent *EventTableModel::eventAt(int row) const
{
    return row < 0 || row >= m_feed.rowCount() ? nullptr : m_feed.event(row);
}

int EventTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_feed.rowCount();
}

int EventTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString EventTableModel::text(const core::ActivityEvent &event, int column) const
{
    switch (static_cast<Column>(column)) {
    case Time: return eventwords::time(event.at, m_clock.now());
    case Event: return eventwords::kind(event.kind);
    case Key: return eventwords::key(event);
    case What: return eventwords::what(event);
    case Status: return eventwords::status(event);
    case Address: return eventwords::address(event);
    case ColumnCount: break;
    }
    return {};
}

QVariant EventTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const auto *event = eventAt(index.row());
    if (event == nullptr)
        return {};
    if (role == Qt::DisplayRole)
        return text(*event, index.column());
    // A tool tip takes text for HTML where it looks like it.
    switch (index.column()) {
    case Time: return eventwords::exactTime(event->at);
    case What:
        return u"<span style='white-space:pre-wrap'>"_s + eventwords::what(*event).toHtmlEscaped() + u"</span>"_s;
    default: return {};
    }
}

QVariant EventTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    switch (static_cast<Column>(section)) {
    case Time: return tr("Time");
    case Event: return tr("Event");
    case Key: return tr("Key");
    case What: return tr("What");
    case Status: return tr("Status");
    case Address: return tr("Address");
    case ColumnCount: break;
    }
    return {};
}

} // namespace ui
