#include "ui/rotations/rotationtitlebar.h"

#include "core/services/rotations.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int barHeight = 60;
}

RotationTitleBar::RotationTitleBar(QWidget *parent)
    : QWidget(parent), m_counts(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted))
{
    setFixedHeight(barHeight);
    m_counts->setObjectName(u"rotationCounts"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, 0, spacing::large, 1);
    layout->setSpacing(10);
    layout->addWidget(new PlainLabel(tr("Rotations"), TextRole::PageTitle));
    layout->addWidget(m_counts);
    layout->addStretch(1);
    auto *calendar = new Button(tr("Export calendar…"));
    calendar->setObjectName(u"exportCalendar"_s);
    calendar->setToolTip(tr("When keys expire and overlaps end, as a file for your calendar."));
    connect(calendar, &Button::clicked, this, &RotationTitleBar::calendarWanted);
    layout->addWidget(calendar);
}

void RotationTitleBar::setCounts(const core::RotationList &list)
{
    const auto count = [](qsizetype listed, bool more) {
        return more ? tr("more than %1").arg(quantity::number(listed)) : quantity::number(listed);
    };
    m_counts->setText(tr("%1 running · %2 due")
                          .arg(count(list.running.size(), list.moreRunning), count(list.due.size(), list.moreDue)));
}

void RotationTitleBar::clearCounts()
{
    m_counts->clear();
}

void RotationTitleBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokensFor(palette()).line);
}

} // namespace ui
