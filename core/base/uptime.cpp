#include "core/base/uptime.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <ctime>
#else
#include <QDeadlineTimer>
#endif

namespace core {

std::chrono::milliseconds uptime()
{
#ifdef Q_OS_LINUX
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(now.tv_sec) +
                                                                 std::chrono::nanoseconds(now.tv_nsec));
#else
    return std::chrono::milliseconds(QDeadlineTimer::current().deadline());
#endif
}

} // namespace core
