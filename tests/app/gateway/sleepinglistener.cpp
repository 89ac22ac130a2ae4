#include "tests/app/gateway/sleepinglistener.h"

#include "core/credentials/memorystore.h"
#include "core/services/keysync.h"
#include "core/services/liveactivity.h"
#include "tests/core/services/desk.h"

#include <QCoreApplication>
#include <csignal>
#include <iostream>
#include <string>

using namespace Qt::StringLiterals;

namespace test {

namespace {

void say(const QString &line)
{
    std::cout << line.toStdString() << std::endl;
}

} // namespace

int SleepingListener::run(const QString &gateway, const QString &email, const QString &folder)
{
    std::string password;
    std::getline(std::cin, password);
    core::MemoryStore credentials;
    Desk desk(folder, credentials, core::HttpDeadlines());
    const auto account = desk.signIn(QUrl(gateway), email, core::Secret::copy(password));
    if (account.isEmpty())
        return 1;
    core::KeySync sync(desk.sessions, desk.directory, desk.cache, desk.clock);
    core::LiveActivity live(desk.sessions, desk.directory, sync);
    QObject::connect(&live, &core::LiveActivity::connectedChanged, &live,
                     [](bool isConnected) { say(isConnected ? u"connected"_s : u"disconnected"_s); });
    QObject::connect(&live, &core::LiveActivity::missed, &live, [] { say(u"missed"_s); });
    QObject::connect(&live, &core::LiveActivity::happened, &live, [](qint64, const QList<core::ActivityEvent> &events) {
        for (const auto &event : events)
            say(u"event "_s + event.id);
    });
    sync.follow(desk.organization(account));
    return QCoreApplication::exec();
}

bool SleepingListener::begin(const QUrl &gateway, const QString &email, const QByteArray &password,
                             const QString &folder)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {u"--listen"_s, gateway.toString(), email, folder});
    m_process.write(password + '\n');
    return m_process.waitForStarted();
}

void SleepingListener::signalProcess(int signal) const
{
    ::kill(static_cast<pid_t>(m_process.processId()), signal);
}

void SleepingListener::end()
{
    m_process.kill();
    m_process.waitForFinished();
}

void SleepingListener::take()
{
    while (m_process.canReadLine()) {
        const auto line = QString::fromUtf8(m_process.readLine()).trimmed();
        if (line.startsWith(u"event "))
            m_heard += line.mid(6);
        else if (line == u"missed")
            ++m_missed;
        else
            m_isConnected = line == u"connected";
    }
}

} // namespace test
