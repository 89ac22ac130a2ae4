#include "core/services/gatewayprogram.h"

#include <csignal>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace core {

namespace {

constexpr qint64 largestLog = 1024 * 1024;
constexpr qsizetype longestLine = 400;

} // namespace

bool BoundedLog::open()
{
    if (m_file.isOpen() && m_file.size() < largestLog)
        return true;
    m_file.close();
    m_file.setFileName(m_name);
    if (m_file.size() >= largestLog) {
        const QString older = m_name + u".1"_s;
        QFile::remove(older);
        QFile::rename(m_name, older);
    }
    return m_file.open(QIODevice::WriteOnly | QIODevice::Append) &&
           m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

void BoundedLog::append(const QByteArray &text)
{
    const auto lines = text.split('\n');
    for (const auto &line : lines) {
        if (!line.trimmed().isEmpty())
            m_lastLine = line.trimmed().left(longestLine);
    }
    if (open()) {
        m_file.write(text);
        m_file.flush();
    }
}

GatewayProcess::~GatewayProcess()
{
    if (state() == QProcess::NotRunning)
        return;
    // The program finishes the requests under way and ends by itself. QProcess would kill it and wait.
    terminate();
    setProcessState(QProcess::NotRunning);
}

void GatewayProcess::begin(const QString &program, const QStringList &arguments)
{
    // The signal comes when the thread that started the child ends: that is the app's first one, which lives to its
    // end.
    setChildProcessModifier([parent = ::getpid()] {
#ifdef Q_OS_LINUX
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent)
            ::_exit(1);
#endif
        // Its last words may find nobody reading: they must not keep it from finishing in order.
        ::signal(SIGPIPE, SIG_IGN);
    });
    start(program, arguments);
}

Async<> runToEnd(QObject *owner, const QString &program, const QStringList &arguments, const Secret &input,
                 BoundedLog &log)
{
    log.forgetLastLine();
    auto *process = new GatewayProcess(owner);
    const Settle<> settle;
    QObject::connect(process, &QProcess::readyReadStandardOutput, process,
                     [process, &log] { log.append(process->readAllStandardOutput()); });
    QObject::connect(process, &QProcess::readyReadStandardError, process,
                     [process, &log] { log.append(process->readAllStandardError()); });
    QObject::connect(process, &QProcess::errorOccurred, process,
                     [process, program, settle](QProcess::ProcessError error) {
                         if (error != QProcess::FailedToStart)
                             return;
                         settle(Error{Error::Kind::LocalGateway, u"%1: %2"_s.arg(program, process->errorString())});
                         process->deleteLater();
                     });
    QObject::connect(process, &QProcess::finished, process,
                     [process, settle, &log](int code, QProcess::ExitStatus status) {
                         log.append(process->readAllStandardOutput());
                         log.append(process->readAllStandardError());
                         const bool succeeded = status == QProcess::NormalExit && code == 0;
                         settle(succeeded ? Result<>() : Result<>(Error{Error::Kind::LocalGateway, log.lastLine()}));
                         process->deleteLater();
                     });
    process->begin(program, arguments);
    const auto text = input.reveal();
    process->write(text.data(), static_cast<qint64>(text.size()));
    process->write("\n");
    process->closeWriteChannel();
    return settle.operation();
}

} // namespace core
