#pragma once

#include "core/base/async.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace core {

class Clock;
class Directory;
class KeyCache;
class Sessions;

//! Follows an organization's `changes` into the cache: at once, then every 15 s while it is the one on screen, sooner when
//! something was changed from here; slower by itself while the gateway cannot be reached.
class KeySync : public QObject {
    Q_OBJECT

public:
    KeySync(Sessions &sessions, Directory &directory, KeyCache &cache, Clock &clock, QObject *parent = nullptr);

    //! The organization on screen; 0: none. Synchronizes it at once.
    void follow(qint64 organization);
    //! Now (F5). Runs one at a time an organization: a second call joins the first.
    Async<> synchronize(qint64 organization);

Q_SIGNALS:
    //! Rows of \a organization changed in the cache.
    void keysChanged(qint64 organization);
    //! A whole pass ended; the list is as of \a at.
    void synchronized(qint64 organization, const QDateTime &at);
    void failed(qint64 organization, const core::Error &error);

private:
    Sessions &m_sessions;
    Directory &m_directory;
    KeyCache &m_cache;
    Clock &m_clock;
    QTimer m_timer;
    qint64 m_followed = 0;
    QHash<qint64, Async<>> m_underWay;
};

} // namespace core
