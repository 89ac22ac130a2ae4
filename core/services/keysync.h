#pragma once

#include "core/base/async.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace core {

class Clock;
class Directory;
class KeyCache;
class Sessions;
struct Changes;

//! Follows an organization's `changes` into the cache: at once, then every 15 s while it is the one on screen, sooner
//! when something was changed from here; slower by itself while the gateway cannot be reached.
class KeySync : public QObject {
    Q_OBJECT

public:
    KeySync(Sessions &sessions, Directory &directory, KeyCache &cache, Clock &clock, QObject *parent = nullptr);
    ~KeySync() override;

    //! The organization on screen; 0: none. Synchronizes it at once.
    void follow(qint64 organization);
    //! Now (F5). Runs one at a time an organization: a second call joins the first.
    Async<> synchronize(qint64 organization);
    //! Somebody heard that keys changed: a pass runs soon, however often this is said.
    void noteChange(qint64 organization);
    //! When the organization on screen is due next; zero while nothing is followed or a pass is under way.
    std::chrono::milliseconds pause() const;

    //! How many keys the organization's server shows at most, where there may be more; 0: all are known.
    int cap(qint64 organization) const { return m_caps.value(organization); }

Q_SIGNALS:
    //! Another one is on screen; 0: none.
    void followed(qint64 organization);
    //! Rows of \a organization changed in the cache. At most every 100 ms.
    void keysChanged(qint64 organization);
    //! A whole pass ended; the list is as of \a at.
    void synchronized(qint64 organization, const QDateTime &at);
    void failed(qint64 organization, const core::Error &error);

private:
    struct Pass;
    using PassPointer = std::shared_ptr<Pass>;

    void nextPage(const PassPointer &pass);
    void gotPage(const PassPointer &pass, const Result<Changes> &page);
    Result<> compare(const PassPointer &pass);
    void refused(const PassPointer &pass, const Error &error);
    void write(const PassPointer &pass);
    void finish(const PassPointer &pass, const Result<> &result);
    void schedule(const Result<> &result);
    void accountChanged(const QString &accountId);
    void announce(qint64 organization);
    void announceWaiting();

    Sessions &m_sessions;
    Directory &m_directory;
    KeyCache &m_cache;
    Clock &m_clock;
    QTimer m_timer;
    QTimer m_quiet; //!< runs for 100 ms after keysChanged was sent
    QSet<qint64> m_unannounced;
    qint64 m_followed = 0;
    int m_failures = 0; //!< in a row
    bool m_isDueSoon = false;
    QHash<qint64, Async<>> m_underWay;
    QHash<qint64, int> m_caps;
};

} // namespace core
