#include "program.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

Program::Program(char **command) : m_startedAt(Clock::now())
{
    m_pid = fork();
    if (m_pid == 0) {
        execvp(command[0], command);
        _exit(127);
    }
}

Program::~Program()
{
    if (m_pid <= 0)
        return;
    kill(m_pid, SIGTERM);
    for (int i = 0; i < 300; ++i) {
        if (waitpid(m_pid, nullptr, WNOHANG) != 0)
            return;
        std::this_thread::sleep_for(10ms);
    }
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
}

bool Program::isRunning() const
{
    siginfo_t state{};
    return m_pid > 0 && waitid(P_PID, static_cast<id_t>(m_pid), &state, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           state.si_pid == 0;
}

long Program::pssKib() const
{
    std::ifstream rollup("/proc/" + std::to_string(m_pid) + "/smaps_rollup");
    for (std::string word; rollup >> word;) {
        long kib = 0;
        if (word == "Pss:" && rollup >> kib)
            return kib;
    }
    return 0;
}

double Program::cpuMilliseconds() const
{
    // /proc/PID/stat counts in ticks of 10 ms; the scheduler's figure is in nanoseconds, in a file for each thread.
    double nanoseconds = 0;
    std::error_code none;
    for (const auto &thread : std::filesystem::directory_iterator("/proc/" + std::to_string(m_pid) + "/task", none)) {
        double own = 0;
        if (std::ifstream(thread.path() / "schedstat") >> own)
            nanoseconds += own;
    }
    return nanoseconds / 1e6;
}
