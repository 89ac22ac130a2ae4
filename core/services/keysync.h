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
class SyncRound;
struct Changes;

//! Follows an organization's `changes` into the cache: at once, then every 15 s while it is on screen, sooner when
//! something was changed from here; slower by itself while its server cannot be reached. All organizations together are
//! followed account by account, so that one server that is slow or away holds no other up.
class KeySync : public QObject {
    Q_OBJECT

public:
    KeySync(Sessions &sessions, Directory &directory, KeyCache &cache, Clock &clock, QObject *parent = nullptr);
    ~KeySync() override;

    //! The organization on screen, or everyOrganization; 0: none. Synchronizes it at once; all of them, where these are
    //! followed already, only as far as they are not the same.
    void follow(qint64 organization);
    //! Now (F5). Runs one at a time an organization: a second call joins the first. Of everyOrganization it ends with
    //! the last of them, and with the first error.
    Async<> synchronize(qint64 organization);
    //! Somebody heard that keys changed: a pass runs soon, however often this is said.
    void noteChange(qint64 organization);
    //! When what is on screen is due next; zero while nothing is followed or a pass is under way.
    std::chrono::milliseconds pause() const;

    //! How many keys the organization's server shows at most, where there may be more; 0: all are known.
    int cap(qint64 organization) const { return m_caps.value(organization); }

Q_SIGNALS:
    //! Another one is on screen, or everyOrganization; 0: none.
    void followed(qint64 organization);
    //! Rows of \a organization changed in the cache. At most every 100 ms.
    void keysChanged(qint64 organization);
    //! A whole pass ended; the list is as of \a at.
    void synchronized(qint64 organization, const QDateTime &at);
    void failed(qint64 organization, const core::Error &error);

private:
    struct Pass;
    using PassPointer = std::shared_ptr<Pass>;

    Async<> synchronizeAll();
    SyncRound *roundOf(qint64 organization) const;
    void nextPage(const PassPointer &pass);
    void gotPage(const PassPointer &pass, const Result<Changes> &page);
    Result<> compare(const PassPointer &pass);
    void refused(const PassPointer &pass, const Error &error);
    void write(const PassPointer &pass);
    void finish(const PassPointer &pass, const Result<> &result);
    void accountChanged(const QString &accountId);
    void announce(qint64 organization);
    void announceWaiting();

    Sessions &m_sessions;
    Directory &m_directory;
    KeyCache &m_cache;
    Clock &m_clock;
    QList<SyncRound *> m_rounds; //!< of what is on screen, one for each account
    QTimer m_quiet;              //!< runs for 100 ms after keysChanged was sent
    QSet<qint64> m_unannounced;
    qint64 m_followed = 0;
    QHash<qint64, Async<>> m_underWay;
    QHash<qint64, int> m_caps;
};

} // namespace core
