#pragma once

#include "core/base/async.h"
#include "core/domain/activity.h"
#include "core/services/activityrows.h"
#include "core/services/livemerge.h"

#include <QObject>
#include <QTimer>

namespace core {

class Directory;
class EventCache;
class LiveActivity;
class Sessions;

//! An organization's activity through one filter, newest first, as the rows of a table. Made for a
//! QAbstractItemModel: it says before and after which rows come and go.
//!
//! The rows grow downwards page by page, ahead of what is read: a keyset cursor only leads on, so row 5,000,000 cannot
//! be shown before those above it were passed. To go far back at once, a filter's `until` does it. Rows that were
//! passed keep their number; only some thousand events are in memory, and those that are wanted again are read again
//! by the cursor of their page. What cannot be read from the gateway is read from this machine (`isCached`).
class ActivityFeed : public QObject {
    Q_OBJECT

public:
    ActivityFeed(Sessions &sessions, Directory &directory, EventCache &cache, LiveActivity &live,
                 QObject *parent = nullptr);
    ~ActivityFeed() override;

    //! Begins anew with the first page. Organization 0: nothing.
    void setFilter(qint64 organization, const ActivityFilter &filter);
    qint64 organization() const { return m_organization; }
    const ActivityFilter &filter() const { return m_filter; }
    //! Follows what happens. New events come in as rows on top while the first row is on screen; otherwise they wait,
    //! and nothing moves.
    void setLive(bool live);
    bool isLive() const { return m_isLive; }

    int rowCount() const { return m_rows.count(); }
    //! Null: not in memory (any more). `setShown` brings it, `rowsChanged` says so. Valid until the next event loop.
    const ActivityEvent *event(int row) const { return m_rows.event(row); }
    //! The rows on screen: they and those around them are brought into memory, and pages read ahead. To be called
    //! whenever that changes, and once after `wasReset`. \a last < \a first: none is on screen.
    void setShown(int first, int last);

    //! Whether there may be older events than the last row.
    bool hasMore() const { return m_rows.hasMore(); }
    //! Whether a page is on its way.
    bool isReading() const { return m_isReading; }
    //! What the last reading failed with. It is tried again by itself, slower and slower, and by `retry`.
    const std::optional<Error> &error() const { return m_error; }
    void retry();
    //! How many events there are; nothing before the first answer.
    std::optional<qint64> total() const { return m_total; }
    bool totalIsEstimate() const { return m_totalIsEstimate; }
    //! Valid while rows of something rare are searched for: how far back that has come.
    QDateTime searchedUntil() const { return m_searchedUntil; }
    //! Whether the rows are those that were seen on this machine earlier, for want of an answer.
    bool isCached() const { return m_isCached; }

    //! New events that are not rows yet, since somebody reads further down. About, after a break that a page does not
    //! bridge.
    int waiting() const { return m_waitingCount; }
    //! Makes them rows. The reader goes to the top.
    void showWaiting();

Q_SIGNALS:
    void aboutToBeReset();
    void wasReset();
    void rowsAboutToBeInserted(int first, int last);
    void rowsInserted();
    void rowsAboutToBeRemoved(int first, int last);
    void rowsRemoved();
    void rowsChanged(int first, int last); //!< came into memory
    //! Reading, error, total, searched until, cached: any of it.
    void stateChanged();
    void waitingChanged(int count);

private:
    struct Question;

    void ask(const Question &question);
    void answered(const Question &question, const Result<ActivityPage> &page);
    void readOn();
    void gotNewest(const ActivityPage &page);
    void gotNext(const ActivityPage &page);
    void gotGap(const Question &question, const ActivityPage &page);
    void refused(const Question &question, const Error &error);
    void beginWith(const ActivityPage &page, bool isCached);
    void showCache();
    void keep(const QList<ActivityEvent> &events);
    void accountChanged(const QString &accountId);
    void missed(qint64 organization);
    void happened(qint64 organization, const QList<ActivityEvent> &events);
    void digest();
    void add(const QList<ActivityEvent> &events);
    int newerThan(const ActivityPage &page) const;
    void shorten(const ActivityPage &page, int newer);
    void prepend(const QList<ActivityEvent> &events);
    void truncate(int rows);
    void setWaiting(const QList<ActivityEvent> &events, int count);
    bool isTooHigh() const;
    bool isAtTop() const { return m_firstShown <= 0; }

    Sessions &m_sessions;
    Directory &m_directory;
    EventCache &m_cache;
    qint64 m_organization = 0;
    ActivityFilter m_filter;
    ActivityRows m_rows;
    LiveMerge m_merge;
    QList<ActivityEvent> m_waiting; //!< newest first; not all of them where there are too many
    int m_waitingCount = 0;
    int m_firstShown = 0;
    int m_lastShown = -1;
    QTimer m_pace;  //!< runs after live events were taken in
    QTimer m_again; //!< runs until a reading that failed is tried again
    int m_failures = 0;
    quint64 m_turn = 0;     //!< counts the filters; an answer to an earlier one is dropped
    bool m_isBegun = false; //!< the rows are of the first answer
    bool m_wantsNewest = false;
    bool m_isBehind = false; //!< more waits than is known of
    bool m_isLive = false;
    bool m_isReading = false;
    bool m_isCached = false;
    std::optional<qint64> m_total;
    bool m_totalIsEstimate = false;
    std::optional<Error> m_error;
    QDateTime m_searchedUntil;
};

} // namespace core
