#pragma once

#include "core/domain/activity.h"
#include "ui/activity/eventtablemodel.h"

#include <QStackedWidget>
#include <optional>

namespace core {
class SettingsStore;
}

namespace ui {

class EventTable;
class ListState;

//! The rows of a feed, or in their place a sentence that says why there are none.
class EventList : public QStackedWidget {
    Q_OBJECT

public:
    EventList(core::ActivityFeed &feed, const core::Clock &clock, core::SettingsStore &settings,
              QWidget *parent = nullptr);

    EventTable &table() const { return *m_table; }
    //! Whether anything is filtered, which is what an empty list is explained by then.
    void setFiltered(bool filtered);
    //! The one that is looked at; none where it is not in memory.
    std::optional<core::ActivityEvent> selected() const;
    bool isAnySelected() const;
    void scrollToNewest();

Q_SIGNALS:
    void selectedChanged();
    void clearFiltersWanted();
    void retryWanted();

private:
    enum class Reason { NotEmpty, Failed, Reading, Filtered, Nothing };

    Reason reason() const;
    void showFitting();
    void showReason();

    const core::ActivityFeed &m_feed;
    EventTableModel m_model;
    EventTable *m_table;
    ListState *m_state;
    bool m_filtered = false;
    Reason m_reason = Reason::NotEmpty; //!< that is shown
};

} // namespace ui
