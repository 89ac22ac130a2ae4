#include "ui/activity/histogram.h"

#include "core/base/clock.h"
#include "core/services/usage.h"
#include "ui/kit/chart.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/theme.h"

#include <QVBoxLayout>
#include <utility>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int high = 84;
constexpr std::chrono::seconds hour{3600};
//! A call stands among the counts some seconds after it was made: so long after the last one is looked once more.
constexpr std::chrono::seconds pace{5};
} // namespace

Histogram::Histogram(core::Usage &usage, const core::Clock &clock, QWidget *parent)
    : Panel(parent),
      m_usage(usage),
      m_clock(clock),
      m_chart(new Chart(tr("Requests over time"), Chart::Axes::Time)),
      m_remark(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted))
{
    m_chart->setFixedHeight(high);
    m_chart->setObjectName(u"activityChart"_s);
    m_chart->setRangeChoosable(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::medium, spacing::small, spacing::medium, spacing::hair);
    layout->setSpacing(0);
    layout->addWidget(m_remark);
    layout->addWidget(m_chart);
    m_remark->setObjectName(u"histogramRemark"_s);
    m_remark->hide();
    m_pace.setSingleShot(true);
    m_pace.setInterval(pace);
    connect(&m_pace, &QTimer::timeout, this, [this] {
        if (std::exchange(m_isBehind, false))
            m_pace.start();
        refresh();
    });
    connect(m_chart, &Chart::rangeChosen, this, &Histogram::rangeChosen);
}

void Histogram::show(qint64 organization, const core::ActivityFilter &filter, const Period &period)
{
    m_period = period;
    m_question.organization = organization;
    m_question.keyId = filter.keyId;
    setStretch();
    m_chart->setSeriesShown(core::CallOutcome::Ok, filter.result != core::ActivityFilter::Result::Refused);
    showRemark(filter);
    m_chart->setEmptyText(tr("Counting…"));
    if (const auto known = m_usage.counts(m_question))
        showCounts(*known);
    else
        m_chart->setCounts({}, hour);
    refresh();
}

//! Up to now.
void Histogram::setStretch()
{
    const auto stretch = m_period.stretch(m_clock.now());
    m_question.bucket = stretch.bucket;
    m_question.since = stretch.since;
    m_question.until = stretch.until;
}

void Histogram::follow()
{
    m_isBehind = true;
    if (!m_pace.isActive())
        m_pace.start();
}

void Histogram::refresh()
{
    if (m_question.organization == 0)
        return;
    setStretch();
    core::whenDone(m_usage.readCounts(m_question, this), this,
                   [this, question = m_question](const core::Result<core::UsageCounts> &counts) {
                       if (question != m_question)
                           return;
                       if (counts)
                           showCounts(*counts);
                       else if (counts.error().kind != core::Error::Kind::Cancelled) // the list says what is wrong
                           m_chart->setEmptyText(tr("The requests could not be counted"));
                   });
}

//! Usage is counted by organization and key alone.
void Histogram::showRemark(const core::ActivityFilter &filter)
{
    const bool requests = filter.kinds.isEmpty() || filter.kinds.contains(core::EventKind::Request);
    const bool narrowed = !filter.scope.isEmpty() || !filter.address.isEmpty() || !filter.text.isEmpty();
    m_remark->setText(
        !requests  ? tr("The bars count requests; changes and sign-ins are not among them.")
        : narrowed ? tr("The bars count all requests of the period: scope, address and search do not narrow them.")
                   : QString());
    m_remark->setVisible(!m_remark->text().isEmpty());
}

void Histogram::showCounts(const core::UsageCounts &counts)
{
    m_chart->setEmptyText(tr("No requests in this period"));
    m_chart->setCounts(counts.counts, m_question.bucket == core::UsageBucket::Hour ? hour : 24 * hour);
}

} // namespace ui
