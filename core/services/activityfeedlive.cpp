#include "core/services/activityfeed.h"

#include <algorithm>

namespace core {

namespace {

//! Rows on top that no cursor leads to; more make place by reading the newest page again.
constexpr int mostOnTop = 2000;
constexpr qsizetype mostWaiting = 2000;

} // namespace

void ActivityFeed::setLive(bool live)
{
    if (std::exchange(m_isLive, live) == live)
        return;
    m_merge.begin();
    m_wantsNewest = m_wantsNewest || (live && m_organization != 0);
    readOn();
}

void ActivityFeed::missed(qint64 organization)
{
    if (organization != m_organization || !m_isLive || m_isBehind)
        return;
    m_merge.begin();
    m_wantsNewest = true;
    readOn();
}

void ActivityFeed::happened(qint64 organization, const QList<ActivityEvent> &events)
{
    if (organization != m_organization || !m_isLive)
        return;
    QList<ActivityEvent> wanted;
    std::copy_if(events.begin(), events.end(), std::back_inserter(wanted),
                 [this](const ActivityEvent &event) { return matches(event, m_filter); });
    if (wanted.isEmpty())
        return;
    if (m_isBehind)
        return setWaiting({}, m_waitingCount + static_cast<int>(wanted.size()));
    m_merge.hear(wanted);
    if (!m_pace.isActive())
        digest();
}

//! What was heard becomes rows, or is found not to fit yet.
void ActivityFeed::digest()
{
    if (!m_isLive || !m_isBegun || m_isCached || m_isBehind)
        return;
    const auto fresh = m_merge.take();
    if (!fresh.isEmpty()) {
        m_pace.start();
        keep(fresh);
        if (m_total)
            *m_total += fresh.size();
        add(fresh);
        Q_EMIT stateChanged();
    } else if (m_merge.needsNewest() && !m_wantsNewest) {
        m_pace.start();
        m_wantsNewest = true;
    }
    m_wantsNewest = m_wantsNewest || isTooHigh();
    readOn();
}

//! \a events: newer than all, newest first.
void ActivityFeed::add(const QList<ActivityEvent> &events)
{
    if (events.isEmpty())
        return;
    if (isAtTop() && m_waiting.isEmpty())
        return prepend(events);
    setWaiting((events + m_waiting).mid(0, mostWaiting), m_waitingCount + static_cast<int>(events.size()));
}

bool ActivityFeed::isTooHigh() const
{
    return m_rows.headSize() > mostOnTop && isAtTop();
}

//! How many events came in on top while the page was on its way.
int ActivityFeed::newerThan(const ActivityPage &page) const
{
    const auto isFirst = [&page](const ActivityEvent &event) { return event.id == page.events.first().id; };
    if (page.events.isEmpty())
        return 0;
    const auto waiting = std::find_if(m_waiting.begin(), m_waiting.end(), isFirst);
    if (waiting != m_waiting.end())
        return static_cast<int>(waiting - m_waiting.begin());
    for (int row = 0; row <= m_rows.headSize() && row < m_rows.count(); ++row) {
        if (const auto *event = m_rows.event(row); event != nullptr && isFirst(*event))
            return static_cast<int>(m_waiting.size()) + row;
    }
    return 0;
}

//! Leaves only the rows of the newest page, which a cursor leads on from, and the \a newer ones.
void ActivityFeed::shorten(const ActivityPage &page, int newer)
{
    const int left = newer + static_cast<int>(page.events.size());
    const auto *last = m_rows.event(left - 1);
    if (left >= m_rows.count() || last == nullptr || last->id != page.events.last().id)
        return;
    QList<ActivityEvent> top;
    for (int row = 0; row < newer; ++row)
        top += *m_rows.event(row);
    Q_EMIT rowsAboutToBeRemoved(left, m_rows.count() - 1);
    m_rows.clear();
    m_rows.append(page.events, page.cursor);
    m_rows.prepend(top);
    Q_EMIT rowsRemoved();
}

void ActivityFeed::prepend(const QList<ActivityEvent> &events)
{
    Q_EMIT rowsAboutToBeInserted(0, static_cast<int>(events.size()) - 1);
    m_rows.prepend(events);
    Q_EMIT rowsInserted();
}

void ActivityFeed::showWaiting()
{
    const auto waiting = m_waiting;
    const bool areAll = waiting.size() == m_waitingCount && !m_isBehind;
    m_firstShown = 0;
    setWaiting({}, 0);
    if (areAll && !waiting.isEmpty())
        return prepend(waiting);
    if (!areAll)
        setFilter(m_organization, ActivityFilter(m_filter));
}

void ActivityFeed::setWaiting(const QList<ActivityEvent> &events, int count)
{
    m_waiting = events;
    if (std::exchange(m_waitingCount, count) != count)
        Q_EMIT waitingChanged(count);
}

} // namespace core
