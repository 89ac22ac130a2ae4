#include "ui/overview/overviewbar.h"

#include "ui/kit/choicebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int barHeight = 60;
}

OverviewBar::OverviewBar(QWidget *parent)
    : QWidget(parent),
      m_asOf(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_periods(new ChoiceBar(ChoiceBar::Look::Segments))
{
    setFixedHeight(barHeight);
    m_asOf->setObjectName(u"asOf"_s);
    m_asOf->hide();
    m_periods->setAccessibleName(tr("Period"));
    for (const Period period : allPeriods)
        m_periods->addChoice(int(period), nameOf(period));
    m_periods->choose(int(Period::Month));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, 0, spacing::large, 1);
    layout->setSpacing(10);
    layout->addWidget(new PlainLabel(tr("Overview"), TextRole::PageTitle));
    layout->addWidget(m_asOf);
    layout->addStretch(1);
    layout->addWidget(m_periods);
    connect(m_periods, &ChoiceBar::chose, this, &OverviewBar::periodChosen);
}

Period OverviewBar::period() const
{
    return Period(m_periods->chosen());
}

void OverviewBar::setPeriodShown(bool shown)
{
    m_periods->setVisible(shown);
}

void OverviewBar::setAsOf(const QDateTime &time, const QDateTime &now)
{
    m_asOf->setVisible(time.isValid());
    m_asOf->setText(tr("as of %1").arg(words::timeOrDate(time, now)));
    m_asOf->setToolTip(words::exact(time).toHtmlEscaped());
}

void OverviewBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokensFor(palette()).line);
}

} // namespace ui
