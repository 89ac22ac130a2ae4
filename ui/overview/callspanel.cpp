#include "ui/overview/callspanel.h"

#include "ui/kit/chart.h"
#include "ui/kit/chartlegend.h"
#include "ui/kit/plainlabel.h"

#include <QBoxLayout>

namespace ui {

namespace {
constexpr int margin = 14;
}

CallsPanel::CallsPanel(QWidget *parent)
    : Panel(parent), m_title(new PlainLabel({}, TextRole::Strong)), m_chart(new Chart(tr("Requests")))
{
    m_chart->setObjectName(QStringLiteral("calls"));
    auto *top = new QHBoxLayout;
    top->addWidget(m_title);
    top->addStretch(1);
    top->addWidget(new ChartLegend(*m_chart));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, 10, margin, spacing::small);
    layout->setSpacing(spacing::hair);
    layout->addLayout(top);
    layout->addWidget(m_chart, 1);
}

void CallsPanel::setPeriod(Period period)
{
    m_title->setText(chartTitle(period));
    m_chart->setAccessibleName(m_title->text());
}

void CallsPanel::showWaiting(Period period)
{
    setPeriod(period);
    m_chart->setCounts({}, bucketLength(period));
    m_chart->setEmptyText(tr("Reading…"));
}

void CallsPanel::showCounts(const QList<core::UsageCount> &counts, Period period)
{
    setPeriod(period);
    m_chart->setEmptyText(tr("No requests in this time"));
    m_chart->setCounts(counts, bucketLength(period));
}

void CallsPanel::showTrouble(const QString &sentence)
{
    m_chart->setEmptyText(sentence);
}

} // namespace ui
