#pragma once

#include "core/storage/keycache.h"

#include <QObject>

namespace core {
class Clock;
}

namespace ui {

//! Counts the keys behind the filters: of a small organization at once, of a large one without making anybody wait.
class KeyCounter : public QObject {
    Q_OBJECT

public:
    KeyCounter(const core::KeyCache &cache, const core::Clock &clock, QObject *parent = nullptr);

    //! What an earlier call has not told yet is never told.
    void count(qint64 organization);

Q_SIGNALS:
    void counted(const core::ShownCounts &counts);
    void failed(const core::Error &error);

private:
    void tell(const core::Result<core::ShownCounts> &counts);

    const core::KeyCache &m_cache;
    const core::Clock &m_clock;
    int m_turn = 0;
};

} // namespace ui
