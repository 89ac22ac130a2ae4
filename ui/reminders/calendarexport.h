#pragma once

#include "core/base/async.h"
#include "core/domain/key.h"

#include <QObject>

namespace core {
class Clock;
class Directory;
class KeyCache;
class Sessions;
struct CachedOrganization;
} // namespace core

namespace ui {

//! Writes when the keys of an organization end as a calendar (.ics), from the cache; of all organizations one calendar
//! each, in a folder.
class CalendarExport : public QObject {
    Q_OBJECT

public:
    CalendarExport(const core::KeyCache &cache, const core::Directory &directory, const core::Sessions &sessions,
                   const core::Clock &clock, QWidget &window);

    //! Asks where to. Of all organizations: one that several accounts know is written once, and no file is replaced.
    void start(qint64 organization);

Q_SIGNALS:
    void said(const QString &sentence);
    void failed(const QString &sentence);

private:
    struct Series;
    core::Async<qint64> write(const core::CachedOrganization &place, const QString &fileName);
    void writeOne(const core::CachedOrganization &place, const QString &fileName);
    void writeAll(const QString &folder);
    void writeNext(const std::shared_ptr<Series> &series);
    QList<core::CachedOrganization> eachOnce() const;

    const core::KeyCache &m_cache;
    const core::Directory &m_directory;
    const core::Sessions &m_sessions;
    const core::Clock &m_clock;
    QWidget &m_window;
};

} // namespace ui
