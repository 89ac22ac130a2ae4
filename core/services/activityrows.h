#pragma once

#include "core/domain/activity.h"

#include <QStringList>
#include <vector>

namespace core {

//! Rows of events, newest first: what came in on top, then pages. Every row keeps its place; the events of pages that
//! are far from what is read are let go, and can be read again by the cursor that the page was read with.
class ActivityRows {
public:
    //! A page whose events are not in memory: its first row, and how to get it.
    struct Gap {
        int first = 0;
        int size = 0;
        QString cursor;
    };

    int count() const;
    //! Null where the event is not in memory.
    const ActivityEvent *event(int row) const;
    bool hasMore() const { return m_hasMore; }
    //! Of the page behind the last row. Empty: the first.
    const QString &nextCursor() const { return m_nextCursor; }
    int headSize() const { return static_cast<int>(m_head.size()); }

    //! As nothing was read yet.
    void clear();
    //! \a events: newest first.
    void prepend(const QList<ActivityEvent> &events);
    //! The page of `nextCursor`, with the cursor behind it.
    void append(const QList<ActivityEvent> &events, const QString &cursorBehind);
    //! The first gap that touches the rows.
    std::optional<Gap> gapIn(int first, int last) const;
    //! The events of a gap.
    void fill(const Gap &gap, const QList<ActivityEvent> &events);
    //! Makes \a row the last but one: there is nothing behind it any more.
    void truncate(int rows);
    //! Lets go of events of pages that do not touch the rows, but for the first page, which no cursor leads to.
    void keepOnly(int first, int last);

private:
    struct Page {
        QByteArray cursor; //!< it was read with
        int first = 0;     //!< row, counted from the head
        int size = 0;
        QList<ActivityEvent> events; //!< empty: let go
    };

    std::vector<Page>::const_iterator pageAt(int row) const;

    QList<ActivityEvent> m_head;
    std::vector<Page> m_pages;
    QString m_nextCursor;
    bool m_hasMore = true;
};

} // namespace core
