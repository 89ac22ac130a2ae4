#include "ui/kit/chartlegend.h"

#include "ui/kit/chart.h"
#include "ui/kit/outcome.h"
#include "ui/kit/stylepaint.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPainter>

namespace ui {

namespace {

constexpr int swatch = 10;

//! A check box that looks like the entry of a legend.
class Entry final : public QCheckBox {
    Q_OBJECT

public:
    Entry(core::CallOutcome outcome, QWidget *parent) : QCheckBox(outcome::name(outcome), parent), m_outcome(outcome)
    {
        setChecked(true);
        setFont(fontFor(TextRole::Small));
        setCursor(Qt::PointingHandCursor);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override
    {
        return {fontMetrics().horizontalAdvance(text()) + swatch + 6 + 2 * spacing::hair, 24};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &position) const override { return rect().contains(position); }
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensFor(palette());
        QPainter painter(this);
        const QColor colour = outcome::colour(m_outcome, tokens);
        const QRect box(spacing::hair, (height() - swatch) / 2, swatch, swatch);
        paint::box(painter, box, isChecked() ? colour : QColor(), isChecked() ? QColor() : colour, 2);
        QFont font = this->font();
        font.setStrikeOut(!isChecked());
        painter.setFont(font);
        painter.setPen(underMouse() ? tokens.text : tokens.muted);
        painter.drawText(rect().adjusted(box.right() + 7, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
        if (hasFocus())
            paint::focusRing(painter, rect(), tokens.accent, spacing::hair);
    }

private:
    core::CallOutcome m_outcome;
};

} // namespace

ChartLegend::ChartLegend(Chart &chart, QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::hair);
    for (const auto outcome : outcome::all) {
        auto *entry = new Entry(outcome, this);
        row->addWidget(entry);
        connect(entry, &QCheckBox::toggled, &chart,
                [&chart, outcome](bool shown) { chart.setSeriesShown(outcome, shown); });
    }
}

} // namespace ui

#include "chartlegend.moc"
