#pragma once

#include "core/domain/key.h"

#include <QObject>

namespace core {
class Clock;
class Directory;
class KeyCache;
} // namespace core

namespace ui {

//! Writes when the keys of an organization end as a calendar (.ics), from the cache.
class CalendarExport : public QObject {
    Q_OBJECT

public:
    CalendarExport(const core::KeyCache &cache, const core::Directory &directory, const core::Clock &clock,
                   QWidget &window);

    //! Asks where to.
    void start(qint64 organization);

Q_SIGNALS:
    void said(const QString &sentence);
    void failed(const QString &sentence);

private:
    void write(qint64 organization, const QString &fileName);

    const core::KeyCache &m_cache;
    const core::Directory &m_directory;
    const core::Clock &m_clock;
    QWidget &m_window;
};

} // namespace ui
