#pragma once

#include <QDateTime>

namespace core {

//! Where "now" comes from, always UTC. Expiry is judged by the server's time: SystemClock carries the offset that the
//! last answer's Date header showed.
class Clock {
public:
    virtual ~Clock() = default;
    virtual QDateTime now() const = 0;
};

class SystemClock final : public Clock {
public:
    QDateTime now() const override;
    void setServerTime(const QDateTime &serverNow);
    //! How far this machine's clock is behind the server's (negative: ahead).
    std::chrono::seconds offset() const { return m_offset; }

private:
    std::chrono::seconds m_offset{0};
};

} // namespace core
