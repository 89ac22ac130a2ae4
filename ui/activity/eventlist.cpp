#include "ui/activity/eventlist.h"

#include "core/services/activityfeed.h"
#include "ui/activity/eventtable.h"
#include "ui/kit/liststate.h"
#include "ui/kit/words.h"

#include <utility>

namespace ui {

EventList::EventList(core::ActivityFeed &feed, const core::Clock &clock, core::SettingsStore &settings, QWidget *parent)
    : QStackedWidget(parent),
      m_feed(feed),
      m_model(feed, clock),
      m_table(new EventTable(m_model, feed, settings)),
      m_state(new ListState)
{
    addWidget(m_table);
    addWidget(m_state);
    setFocusProxy(m_table);
    connect(m_table, &EventTable::selectedChanged, this, &EventList::selectedChanged);
    connect(&feed, &core::ActivityFeed::stateChanged, this, &EventList::showFitting);
    for (const auto signal : {&core::ActivityFeed::wasReset, &core::ActivityFeed::rowsInserted})
        connect(&feed, signal, this, &EventList::showFitting);
    showFitting();
}

void EventList::setFiltered(bool filtered)
{
    m_filtered = filtered;
    showFitting();
}

std::optional<core::ActivityEvent> EventList::selected() const
{
    const auto *event = m_model.eventAt(m_table->currentIndex().row());
    return event != nullptr ? std::optional(*event) : std::nullopt;
}

bool EventList::isAnySelected() const
{
    return m_table->currentIndex().isValid();
}

void EventList::scrollToNewest()
{
    m_table->scrollToTop();
}

EventList::Reason EventList::reason() const
{
    if (m_feed.rowCount() > 0)
        return Reason::NotEmpty;
    if (m_feed.error())
        return Reason::Failed;
    if (m_feed.isReading() || m_feed.hasMore())
        return Reason::Reading;
    return m_filtered ? Reason::Filtered : Reason::Nothing;
}

void EventList::showFitting()
{
    const auto before = std::exchange(m_reason, reason());
    if (m_reason != before || m_reason == Reason::Reading) // a button that has the focus is not made anew
        showReason();
    const bool hadFocus = m_state->isAncestorOf(focusWidget());
    setCurrentWidget(m_reason == Reason::NotEmpty ? static_cast<QWidget *>(m_table) : m_state);
    if (hadFocus && m_reason == Reason::NotEmpty)
        m_table->setFocus(Qt::OtherFocusReason);
}

void EventList::showReason()
{
    switch (m_reason) {
    case Reason::NotEmpty: return;
    case Reason::Failed:
        m_state->show(tr("The activity could not be loaded"), words::message(*m_feed.error()));
        m_state->offer(tr("Try again"), false, [this] { Q_EMIT retryWanted(); });
        return;
    case Reason::Reading: {
        const auto until = m_feed.searchedUntil();
        m_state->show(until.isValid() ? tr("Searching…") : tr("Loading activity…"),
                      until.isValid() ? tr("Nothing since %1 so far.").arg(words::exact(until)) : QString());
        return;
    }
    case Reason::Filtered:
        m_state->show(tr("Nothing matches"), tr("No event of this period fits the filters and the search."));
        m_state->offer(tr("Clear filters"), false, [this] { Q_EMIT clearFiltersWanted(); });
        return;
    case Reason::Nothing:
        m_state->show(tr("No events yet"), tr("Each call with a key, each change and each sign-in is listed here."));
        return;
    }
}

} // namespace ui
