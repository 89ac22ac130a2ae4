#include "ui/overview/figurecard.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int margin = 14, cardHeight = 84, figureHeight = 30;
}

FigureCard::FigureCard(const QString &label, Pill::Tint tint, QWidget *parent)
    : QPushButton(parent), m_label(label), m_tint(tint)
{
    setAccessibleName(label);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureCard::setFigure(const QString &figure, bool isNothing)
{
    m_figure = figure;
    m_isNothing = isNothing;
    setAccessibleDescription(figure.isEmpty() ? tr("Not known yet") : figure);
    update();
}

QSize FigureCard::sizeHint() const
{
    return {150, cardHeight};
}

QSize FigureCard::minimumSizeHint() const
{
    return {100, cardHeight};
}

QColor FigureCard::figureColour() const
{
    const Tokens &tokens = tokensFor(palette());
    return m_isNothing || m_tint == Pill::Tint::Neutral ? tokens.text : toneFor(m_tint, tokens).foreground;
}

void FigureCard::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    const bool touched = underMouse() || isDown();
    paint::box(painter, rect(), isDown() ? tokens.faintLine : tokens.surface, touched ? tokens.accent : tokens.line,
               spacing::panelRadius);
    const QRect inside = rect().adjusted(margin, spacing::medium, -margin, -spacing::small);
    painter.setFont(fontFor(TextRole::Figure));
    painter.setPen(figureColour());
    painter.drawText(QRect(inside.left(), inside.top(), inside.width(), figureHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     m_figure.isEmpty() ? u"–"_s : m_figure);
    painter.setFont(fontFor(TextRole::Small));
    painter.setPen(tokens.muted);
    painter.drawText(inside.adjusted(0, figureHeight + 2, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     m_label);
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens.accent, spacing::panelRadius);
}

} // namespace ui
