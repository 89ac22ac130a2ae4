#include "ui/overview/overviewreader.h"

#include "core/base/clock.h"
#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "core/services/usage.h"
#include "ui/overview/changewords.h"

namespace ui {

OverviewReader::OverviewReader(core::Sessions &sessions, const core::Directory &directory, core::Usage &usage,
                               const core::Clock &clock, QObject *parent)
    : QObject(parent), m_sessions(sessions), m_directory(directory), m_usage(usage), m_clock(clock)
{
}

void OverviewReader::read(qint64 organization, Period period)
{
    ++m_turn;
    readCounts(organization, period);
    readChanges(organization);
}

void OverviewReader::readCounts(qint64 organization, Period period)
{
    const QDateTime now = m_clock.now();
    const core::UsageQuestion question{organization, {}, bucketOf(period), beginOf(period, now), now};
    if (const auto kept = m_usage.counts(question))
        Q_EMIT gotCounts(*kept, period);
    core::whenDone(m_usage.readCounts(question, this), this,
                   [this, period, turn = m_turn](const core::Result<core::UsageCounts> &counts) {
                       if (turn != m_turn)
                           return;
                       if (counts)
                           Q_EMIT gotCounts(*counts, period);
                       else
                           tell(counts.error());
                   });
}

void OverviewReader::readChanges(qint64 organization)
{
    const auto place = m_directory.organization(organization);
    auto *backend = place ? m_sessions.backend(place->accountId) : nullptr;
    if (backend == nullptr || !backend->hasSession())
        return; // the counts say so
    core::whenDone(backend->activity(place->organization.id, {.kinds = changewords::kinds()}, {}, mostChanges), this,
                   [this, accountId = place->accountId, turn = m_turn](const core::Result<core::ActivityPage> &page) {
                       m_sessions.noteOutcome(accountId, page ? std::nullopt : std::optional(page.error()));
                       if (turn != m_turn)
                           return;
                       if (page)
                           Q_EMIT gotChanges(page->events);
                       else
                           tell(page.error());
                   });
}

void OverviewReader::tell(const core::Error &error)
{
    if (error.kind != core::Error::Kind::Cancelled)
        Q_EMIT failed(error);
}

} // namespace ui
