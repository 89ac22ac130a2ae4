#pragma once

#include <chrono>
#include <sys/types.h>

//! A program under measurement.
class Program {
public:
    using Clock = std::chrono::steady_clock;

    //! Starts \a command (argv, ending with a null).
    explicit Program(char **command);
    //! Ends it: asks first, then insists.
    ~Program();
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    Clock::time_point startedAt() const { return m_startedAt; }
    double millisecondsSinceStart() const
    {
        return std::chrono::duration<double, std::milli>(Clock::now() - m_startedAt).count();
    }
    bool isRunning() const;
    //! Proportional set size, from the kernel's own sum.
    long pssKib() const;
    //! Of all its threads, so far.
    double cpuMilliseconds() const;

private:
    pid_t m_pid = -1;
    Clock::time_point m_startedAt;
};
