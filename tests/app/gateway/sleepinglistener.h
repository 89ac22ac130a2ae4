#pragma once

#include "core/base/result.h"

#include <QProcess>
#include <QStringList>
#include <QUrl>

namespace test {

//! The app's own way of listening (its sessions, its cache, its stream with the deadlines that people have) in a
//! process of its own, which can be stopped as by a laptop's lid.
class SleepingListener {
public:
    //! What main() does in that process: reads the password from standard input and writes what it hears.
    static int run(const QString &gateway, const QString &email, const QString &folder);

    //! Signs in and listens to the person's one organization.
    bool begin(const QUrl &gateway, const QString &email, const QByteArray &password, const QString &folder);
    void signalProcess(int signal) const;
    void end();
    //! Takes what it has said so far.
    void take();

    bool isConnected() const { return m_isConnected; }
    //! The ids of the events, in the order in which they came.
    const QStringList &heard() const { return m_heard; }
    //! How often it said that something may have been missed.
    int missed() const { return m_missed; }

private:
    QProcess m_process;
    QStringList m_heard;
    int m_missed = 0;
    bool m_isConnected = false;
};

} // namespace test
