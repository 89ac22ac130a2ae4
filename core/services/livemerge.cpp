#include "core/services/livemerge.h"

#include <algorithm>

namespace core {

namespace {

//! Many more than a page holds, and than a stream is behind.
constexpr qsizetype mostKnown = 10000;
//! While the place is sought: the newest are enough to find it.
constexpr qsizetype mostHeard = 5000;

} // namespace

void LiveMerge::begin()
{
    *this = {};
}

void LiveMerge::losePlace()
{
    m_isPlaced = false;
    m_known.clear();
    m_order.clear();
}

void LiveMerge::remember(const ActivityEvent &event)
{
    if (m_known.contains(event.id))
        return;
    m_known.insert(event.id);
    m_order.enqueue(event.id);
    if (m_order.size() > mostKnown)
        m_known.remove(m_order.dequeue());
}

void LiveMerge::hear(const QList<ActivityEvent> &events)
{
    m_heard += events;
    const auto isKnown = [this](const ActivityEvent &event) { return m_known.contains(event.id); };
    if (!m_isPlaced) {
        const auto last = std::find_if(m_heard.crbegin(), m_heard.crend(), isKnown);
        m_isPlaced = last != m_heard.crend();
        m_heard.erase(m_heard.cbegin(), last.base());
    }
    if (m_isPlaced)
        m_heard.removeIf(isKnown);
    else if (m_heard.size() > mostHeard)
        m_heard.remove(0, m_heard.size() - mostHeard);
}

void LiveMerge::gotNewest(const QList<ActivityEvent> &page)
{
    std::for_each(page.crbegin(), page.crend(), [this](const ActivityEvent &event) { remember(event); });
    hear({});
}

QList<ActivityEvent> LiveMerge::take()
{
    if (!m_isPlaced)
        return {};
    for (const auto &event : m_heard)
        remember(event);
    auto fresh = std::exchange(m_heard, {});
    std::reverse(fresh.begin(), fresh.end());
    return fresh;
}

} // namespace core
