#include "app/desktop/unixsignals.h"
#include "app/gateway/commandline.h"
#include "app/gateway/databasecheck.h"
#include "app/gateway/livedemo.h"
#include "app/gateway/people.h"
#include "app/gateway/sample.h"
#include "core/base/crypto.h"
#include "core/base/log.h"

#include <QCoreApplication>
#include <csignal>
#include <cstdio>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int exitWrongUse = 2;

//! Files only for their owner; no core dump and no look into the memory, which holds hashes and, for a moment, secrets.
void guardProcess()
{
    umask(077);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#ifdef NDEBUG
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

void print(const QString &text)
{
    std::fprintf(stdout, "%s\n", text.toUtf8().constData());
    std::fflush(stdout);
}

int fail(const core::Error &error, int code = 1)
{
    auto words = error.detail;
    if (words.isEmpty())
        words = core::nameOf(error.kind);
    std::fprintf(stderr, "keysteward-gateway: %s\n", words.toUtf8().constData());
    return code;
}

//! What is typed from now on is not shown.
class Unechoed {
public:
    Unechoed() : m_isTerminal(tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (!m_isTerminal)
            return;
        auto quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
    }
    ~Unechoed()
    {
        if (m_isTerminal)
            tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }
    Unechoed(const Unechoed &) = delete;
    Unechoed &operator=(const Unechoed &) = delete;

private:
    termios m_before{};
    const bool m_isTerminal;
};

//! The first line of standard input, wiped where it passed.
core::Secret passwordFromInput()
{
    if (isatty(STDIN_FILENO))
        std::fprintf(stderr, "Password: ");
    const Unechoed unechoed;
    std::string line;
    char letter = 0;
    line.reserve(1024);
    while (line.size() < 1024 && read(STDIN_FILENO, &letter, 1) == 1 && letter != '\n')
        line.push_back(letter);
    auto secret = core::Secret::copy(line);
    crypto::wipe(line.data(), line.size());
    return secret;
}

int report(const core::Result<QString> &result)
{
    if (!result)
        return fail(result.error());
    print(*result);
    return 0;
}

//! Serves until SIGTERM or SIGINT. The signals were blocked before any thread began, so that only sigwait takes them.
int serve(const gateway::Options &options, const sigset_t &signals)
{
    gateway::Gateway gateway(options);
    if (const auto started = gateway.start(); !started)
        return fail(started.error());
    print(u"listening on "_s + gateway.address().toString());
    if (!gateway.metricsAddress().isEmpty())
        print(u"metrics on %1/metrics"_s.arg(gateway.metricsAddress().toString()));
    int signal = 0;
    sigwait(&signals, &signal);
    gateway.stop();
    return 0;
}

//! Until it is asked to end.
int liveDemo(const CommandLine &line, const sigset_t &signals)
{
    const auto password = passwordFromInput();
    const Unechoed unechoed;
    LiveDemo demo(line);
    const UnixSignals asked;
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    QObject::connect(&asked, &UnixSignals::asked, &demo, &LiveDemo::end);
    QObject::connect(&demo, &LiveDemo::said, &demo, print);
    QObject::connect(&demo, &LiveDemo::failed, &demo, [](const QString &words) {
        fail({core::Error::Kind::Server, words});
    });
    QObject::connect(&demo, &LiveDemo::done, qApp, &QCoreApplication::exit, Qt::QueuedConnection);
    demo.start(password);
    return QCoreApplication::exec();
}

int check(const QString &file)
{
    const auto lines = checkDatabase(file);
    if (!lines)
        return fail(lines.error());
    print(lines->join(u'\n'));
    return 0;
}

int run(const CommandLine &line, const sigset_t &signals)
{
    const core::SystemClock clock;
    using Command = CommandLine::Command;
    switch (line.command) {
    case Command::Help: print(usage().trimmed()); return 0;
    case Command::Version: print(u"keysteward-gateway "_s + QStringLiteral(KEYSTEWARD_VERSION)); return 0;
    case Command::Serve: return serve(line.options, signals);
    case Command::Demo: return report(makeSample(line, passwordFromInput(), clock));
    case Command::LiveDemo: return liveDemo(line, signals);
    case Command::UserAdd: return report(addUser(line, passwordFromInput(), clock));
    case Command::UserPassword: return report(setPassword(line, passwordFromInput(), clock));
    case Command::OrganizationAdd: return report(addOrganization(line, clock));
    case Command::Check: return check(line.options.databaseFile);
    }
    return exitWrongUse;
}

} // namespace

int main(int argc, char **argv)
{
    guardProcess();
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const QCoreApplication application(argc, argv);
    if (!crypto::initialize())
        return fail({core::Error::Kind::Server, u"libsodium did not start"_s});
    const auto line = parseCommandLine(QCoreApplication::arguments().mid(1), QProcessEnvironment::systemEnvironment());
    if (!line)
        return fail(line.error(), exitWrongUse);
    core::installLog(line->jsonLog ? core::LogForm::Json : core::LogForm::Text);
    return run(*line, signals);
}
