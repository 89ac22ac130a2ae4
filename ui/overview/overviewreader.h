#pragma once

#include "core/domain/activity.h"
#include "core/storage/usagecache.h"
#include "ui/overview/period.h"

#include <QObject>

namespace core {
class Clock;
class Directory;
class Sessions;
class Usage;
} // namespace core

namespace ui {

//! Reads what the Overview shows and only the gateway knows: the calls of a period, and the newest changes.
class OverviewReader : public QObject {
    Q_OBJECT

public:
    OverviewReader(core::Sessions &sessions, const core::Directory &directory, core::Usage &usage,
                   const core::Clock &clock, QObject *parent = nullptr);

    static constexpr int mostChanges = 8;

    //! Counts as they were read last come before this returns, those of now later. What an earlier call has not told
    //! yet is never told.
    void read(qint64 organization, Period period);
    //! What was asked for and not told yet is never told.
    void forget() { ++m_turn; }

Q_SIGNALS:
    void gotCounts(const core::UsageCounts &counts, ui::Period period);
    void gotChanges(const QList<core::ActivityEvent> &changes);
    void failed(const core::Error &error);

private:
    void readCounts(qint64 organization, Period period);
    void readChanges(qint64 organization);
    void tell(const core::Error &error);

    core::Sessions &m_sessions;
    const core::Directory &m_directory;
    core::Usage &m_usage;
    const core::Clock &m_clock;
    int m_turn = 0;
};

} // namespace ui
