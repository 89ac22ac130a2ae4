#pragma once

#include "core/base/async.h"

#include <QObject>
#include <QSet>

namespace core {

class Directory;
class KeySync;
class Sessions;
class WatchedKeys;

//! The account of the keys that are watched: there for as long as there is something to watch, and brought into the
//! window's lists as soon as something changes.
class WatchedAccount : public QObject {
    Q_OBJECT

public:
    WatchedAccount(Sessions &sessions, Directory &directory, KeySync &sync, WatchedKeys &keys,
                   QObject *parent = nullptr);

    WatchedKeys &keys() const { return m_keys; }
    //! Finishes when the organization and its keys are in the cache: its reference there.
    Async<qint64> show(const QString &organizationId);

Q_SIGNALS:
    //! As of WatchedKeys, where the organization is in the window's lists.
    void accepted(qint64 organization, const QString &keyId);

private:
    QString accountId() const;
    qint64 reference(const QString &organizationId) const;
    Async<> follow();
    void readAgain(const QString &organizationId);

    Sessions &m_sessions;
    Directory &m_directory;
    KeySync &m_sync;
    WatchedKeys &m_keys;
    QSet<qint64> m_reading;
    QSet<qint64> m_stale; //!< changed while they were being read
};

} // namespace core
