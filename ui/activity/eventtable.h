#pragma once

#include "ui/kit/rowtable.h"

namespace core {
class ActivityFeed;
}

namespace ui {

class EventTableModel;

//! The table "Activity": one row at a time is looked at. Tells the feed which rows are on screen.
class EventTable : public RowTable {
    Q_OBJECT

public:
    EventTable(EventTableModel &model, core::ActivityFeed &feed, core::SettingsStore &settings,
               QWidget *parent = nullptr);

    static std::span<const ColumnWidth> columnWidths();

Q_SIGNALS:
    void selectedChanged(); //!< another row, or its event has come into memory

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void updateGeometries() override;
    void verticalScrollbarValueChanged(int value) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void tellShown();

    core::ActivityFeed &m_feed;
};

} // namespace ui
