#pragma once

#include "core/base/clock.h"

namespace test {

//! A clock that stands still until it is moved.
class FakeClock final : public core::Clock {
public:
    explicit FakeClock(QDateTime start = QDateTime({2026, 11, 20}, {10, 4}, Qt::UTC)) : m_now(std::move(start)) {}
    QDateTime now() const override { return m_now; }
    void advance(std::chrono::seconds by) { m_now = m_now.addSecs(by.count()); }

private:
    QDateTime m_now;
};

} // namespace test
