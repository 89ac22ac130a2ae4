#pragma once

#include "core/backend/gateway/activitystream.h"

#include <QObject>
#include <QTimer>

namespace core {

class Directory;
class KeySync;
class Sessions;

//! Listens to what happens in the organization that KeySync follows. Comes back by itself where the connection breaks,
//! with nothing missed and nothing double, or says that something may have been missed.
class LiveActivity : public QObject {
    Q_OBJECT

public:
    LiveActivity(Sessions &sessions, Directory &directory, KeySync &sync, QObject *parent = nullptr);
    ~LiveActivity() override;

    bool isConnected() const { return m_isConnected; }

Q_SIGNALS:
    //! Oldest first; each event once.
    void happened(qint64 organization, const QList<core::ActivityEvent> &events);
    //! Lists that were read before may lack something that `happened` will not bring.
    void missed(qint64 organization);
    void connectedChanged(bool isConnected);

private:
    void follow(qint64 organization);
    void connectNow();
    void disconnectNow();
    void began();
    void got(const StreamNews &news);
    void ended(const Error &error);
    void accountChanged(const QString &accountId);
    void setConnected(bool isConnected);

    Sessions &m_sessions;
    Directory &m_directory;
    KeySync &m_sync;
    std::unique_ptr<ActivityStream> m_stream;
    QTimer m_again;
    qint64 m_organization = 0;
    QString m_accountId;
    QByteArray m_lastId;
    int m_failures = 0; //!< in a row
    bool m_isConnected = false;
};

} // namespace core
