#include "ui/keys/keycounter.h"

#include "core/base/clock.h"

namespace ui {

KeyCounter::KeyCounter(const core::KeyCache &cache, const core::Clock &clock, QObject *parent)
    : QObject(parent), m_cache(cache), m_clock(clock)
{
}

void KeyCounter::count(qint64 organization)
{
    const int turn = ++m_turn;
    const auto counts = m_cache.allCounts(organization, m_clock.now());
    if (counts.isFinished()) {
        tell(counts.result());
        return;
    }
    core::whenDone(counts, this, [this, turn](const core::Result<core::ShownCounts> &read) {
        if (turn == m_turn)
            tell(read);
    });
}

void KeyCounter::tell(const core::Result<core::ShownCounts> &counts)
{
    if (counts)
        Q_EMIT counted(*counts);
    else
        Q_EMIT failed(counts.error());
}

} // namespace ui
