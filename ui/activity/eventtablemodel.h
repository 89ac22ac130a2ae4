#pragma once

#include "core/domain/activity.h"

#include <QAbstractTableModel>

namespace core {
class ActivityFeed;
class Clock;
} // namespace core

namespace ui {

//! The rows of a feed. A row that is not in memory at the moment is empty until it has come.
class EventTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Event, Key, What, Status, Address, ColumnCount };

    //! \a feed outlives it.
    EventTableModel(const core::ActivityFeed &feed, const core::Clock &clock, QObject *parent = nullptr);

    //! Valid until the next event loop; null where the row is not in memory.
    const core::ActivityEvent *eventAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    //! What a cell says.
    QString text(const core::ActivityEvent &event, int column) const;

private:
    const core::ActivityFeed &m_feed;
    const core::Clock &m_clock;
};

} // namespace ui
