#include "ui/activity/histogram.h"

#include "core/base/clock.h"
#include "core/services/usage.h"
#include "ui/activity/period.h"
#include "ui/kit/chart.h"
#include "ui/kit/theme.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int high = 96;
constexpr std::chrono::seconds hour{3600};
} // namespace

Histogram::Histogram(core::Usage &usage, const core::Clock &clock, QWidget *parent)
    : Panel(parent), m_usage(usage), m_clock(clock), m_chart(new Chart(tr("Requests over time"), Chart::Axes::Time))
{
    setFixedHeight(high);
    m_chart->setObjectName(u"activityChart"_s);
    m_chart->setEmptyText(tr("No requests in this period"));
    m_chart->setRangeChoosable(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::medium, spacing::small, spacing::medium, spacing::hair);
    layout->addWidget(m_chart);
    connect(m_chart, &Chart::rangeChosen, this, &Histogram::rangeChosen);
}

void Histogram::show(qint64 organization, const core::ActivityFilter &filter, const Period &period)
{
    const auto stretch = period.stretch(m_clock.now());
    m_question = {organization, filter.keyId, stretch.bucket, stretch.since, stretch.until};
    m_chart->setSeriesShown(core::CallOutcome::Ok, filter.result != core::ActivityFilter::Result::Refused);
    if (const auto known = m_usage.counts(m_question))
        showCounts(*known);
    else
        showCounts({});
    refresh();
}

void Histogram::refresh()
{
    if (m_question.organization == 0)
        return;
    // What failed stays as it was: the list below says what is wrong.
    core::whenDone(m_usage.readCounts(m_question, this), this,
                   [this, question = m_question](const core::Result<core::UsageCounts> &counts) {
                       if (counts && question == m_question)
                           showCounts(*counts);
                   });
}

void Histogram::showCounts(const core::UsageCounts &counts)
{
    m_chart->setCounts(counts.counts, m_question.bucket == core::UsageBucket::Hour ? hour : 24 * hour);
}

} // namespace ui
