#include "core/services/activityrows.h"

#include <algorithm>

namespace core {

int ActivityRows::count() const
{
    return headSize() + (m_pages.empty() ? 0 : m_pages.back().first + m_pages.back().size);
}

//! \a row counts from the head.
std::vector<ActivityRows::Page>::const_iterator ActivityRows::pageAt(int row) const
{
    return std::partition_point(m_pages.begin(), m_pages.end(),
                                [row](const Page &page) { return page.first + page.size <= row; });
}

const ActivityEvent *ActivityRows::event(int row) const
{
    if (row < 0)
        return nullptr;
    if (row < headSize())
        return &m_head.at(row);
    const auto page = pageAt(row - headSize());
    return page == m_pages.end() || page->events.isEmpty() ? nullptr : &page->events.at(row - headSize() - page->first);
}

void ActivityRows::clear()
{
    *this = {};
}

void ActivityRows::prepend(const QList<ActivityEvent> &events)
{
    m_head = events + m_head;
}

void ActivityRows::append(const QList<ActivityEvent> &events, const QString &cursorBehind)
{
    if (!events.isEmpty()) {
        const int first = count() - headSize();
        m_pages.push_back({m_nextCursor.toUtf8(), first, static_cast<int>(events.size()), events});
    }
    m_nextCursor = cursorBehind;
    m_hasMore = !cursorBehind.isEmpty();
}

std::optional<ActivityRows::Gap> ActivityRows::gapIn(int first, int last) const
{
    for (auto page = pageAt(first - headSize()); page != m_pages.end() && page->first <= last - headSize(); ++page) {
        if (page->events.isEmpty())
            return Gap{headSize() + page->first, page->size, QString::fromUtf8(page->cursor)};
    }
    return std::nullopt;
}

void ActivityRows::fill(const Gap &gap, const QList<ActivityEvent> &events)
{
    const auto page = pageAt(gap.first - headSize());
    if (page != m_pages.end() && page->size == events.size())
        m_pages[static_cast<std::size_t>(page - m_pages.begin())].events = events;
}

void ActivityRows::truncate(int rows)
{
    m_hasMore = false;
    const int left = std::max(0, rows - headSize());
    while (!m_pages.empty() && m_pages.back().first >= left)
        m_pages.pop_back();
    if (!m_pages.empty()) {
        auto &page = m_pages.back();
        page.size = std::min(page.size, left - page.first);
        page.events.resize(std::min<qsizetype>(page.events.size(), page.size));
    }
}

void ActivityRows::keepOnly(int first, int last)
{
    for (auto &page : m_pages) {
        const int top = headSize() + page.first;
        // What is the newest page changes: only a cursor leads to the same one.
        if (!page.cursor.isEmpty() && (top + page.size <= first || top > last))
            page.events = {};
    }
}

} // namespace core
