#pragma once

#include "core/domain/activity.h"

#include <QQueue>
#include <QSet>

namespace core {

//! Tells which events of a stream are newer than what pages brought. Both tell events in the same order, but nothing
//! says where in the stream a page was read; so the place is found by an event that both have.
class LiveMerge {
public:
    //! Forgets everything.
    void begin();
    //! The pages begin anew: what was heard may lie anywhere.
    void losePlace();
    //! From the stream, oldest first.
    void hear(const QList<ActivityEvent> &events);
    //! The newest page there is, as it was read by now, newest first.
    void gotNewest(const QList<ActivityEvent> &page);
    //! Whether the newest page is wanted to know where what was heard belongs.
    bool needsNewest() const { return !m_isPlaced && !m_heard.isEmpty(); }
    //! How many were heard and not taken.
    int heard() const { return static_cast<int>(m_heard.size()); }
    //! What was heard and is newer than all pages, newest first, each once.
    QList<ActivityEvent> take();

private:
    void remember(const ActivityEvent &event);

    QList<ActivityEvent> m_heard; //!< oldest first
    bool m_isPlaced = false;      //!< all that was heard is newer than the pages, but for what is known
    QSet<QString> m_known;        //!< the ids of the newest events that were met
    QQueue<QString> m_order;      //!< in which they were met
};

} // namespace core
