#include "core/base/clock.h"

namespace core {

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc().addSecs(m_offset.count());
}

void SystemClock::setServerTime(const QDateTime &serverNow)
{
    const auto offset = QDateTime::currentDateTimeUtc().secsTo(serverNow);
    // A Date header has whole seconds and took a while to arrive: two seconds are no offset.
    m_offset = std::chrono::seconds(qAbs(offset) <= 2 ? 0 : offset);
}

} // namespace core
