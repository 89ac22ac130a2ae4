#include "ui/kit/stylepaint.h"

#include "ui/kit/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace ui::paint {

void box(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &line, qreal radius, qreal lineWidth)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.isValid() ? QPen(line, lineWidth) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const qreal inset = line.isValid() ? lineWidth / 2 : 0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void focusRing(QPainter &painter, const QRect &rect, const QColor &colour, qreal radius)
{
    box(painter, rect, {}, colour, radius, 2);
}

void chevron(QPainter &painter, const QRect &rect, Qt::ArrowType direction, const QColor &colour)
{
    const QPointF centre = QRectF(rect).center();
    const qreal wide = 4, high = 2;
    QPolygonF line{{-wide, -high}, {0, high}, {wide, -high}};
    QTransform turn;
    turn.translate(centre.x(), centre.y());
    if (direction == Qt::UpArrow)
        turn.rotate(180);
    else if (direction == Qt::LeftArrow)
        turn.rotate(90);
    else if (direction == Qt::RightArrow)
        turn.rotate(-90);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(turn.map(line));
    painter.restore();
}

void inputFrame(QPainter &painter, const QStyleOption &option, const QWidget *widget)
{
    const Tokens &tokens = tokensFor(option.palette);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus) && enabled;
    const bool invalid = widget != nullptr && widget->property("invalid").toBool();
    const QColor line = invalid ? tokens.bad.foreground : focused ? tokens.accent : tokens.line;
    box(painter, option.rect, enabled ? tokens.surface : tokens.window, line, spacing::controlRadius,
        focused ? 1.6 : 1);
}

void checkBox(QPainter &painter, const QStyleOption &option)
{
    const Tokens &tokens = tokensFor(option.palette);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool part = option.state.testFlag(QStyle::State_NoChange);
    const QColor fill = !enabled     ? (on || part ? tokens.muted : tokens.window)
                        : on || part ? tokens.accent
                                     : tokens.surface;
    // Side lines of a control have to be seen by themselves: the muted text colour, not the hairline of the panels.
    const QColor line = on || part ? fill : enabled ? tokens.muted : tokens.line;
    const QRectF square = QRectF(option.rect);
    box(painter, square, fill, line, 4, 1.2);
    if (!on && !part)
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(enabled ? tokens.onAccent : tokens.window, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.translate(square.topLeft());
    painter.scale(square.width() / 16, square.height() / 16);
    if (on)
        painter.drawPolyline(QPolygonF{{4, 8.4}, {6.8, 11.2}, {12, 5}});
    else
        painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8));
    painter.restore();
}

void bareCheckBox(QPainter &painter, const QStyleOption &option, const QRect &square, int ringRoom)
{
    QStyleOption box = option;
    box.rect = square;
    checkBox(painter, box);
    if (option.state.testFlag(QStyle::State_HasFocus))
        focusRing(painter, square.adjusted(-ringRoom, -ringRoom, ringRoom, ringRoom), tokensFor(option.palette).accent,
                  spacing::controlRadius);
}

void radioButton(QPainter &painter, const QStyleOption &option)
{
    const Tokens &tokens = tokensFor(option.palette);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state.testFlag(QStyle::State_On);
    const QColor accent = enabled ? tokens.accent : tokens.muted;
    const QRectF circle = QRectF(option.rect);
    box(painter, circle, enabled ? tokens.surface : tokens.window, on ? accent : tokens.muted, circle.width() / 2,
        on ? 5 : 1.2);
}

void headerSection(QPainter &painter, const QStyleOption &option)
{
    const Tokens &tokens = tokensFor(option.palette);
    painter.fillRect(option.rect, tokens.surface);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.line);
}

void scrollBar(QPainter &painter, const QStyleOptionComplex &option, const QRect &slider)
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(&option);
    if (bar != nullptr && bar->minimum == bar->maximum)
        return; // nothing to scroll
    const Tokens &tokens = tokensFor(option.palette);
    const bool held = option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider) &&
                      (option.state.testFlag(QStyle::State_MouseOver) || option.state.testFlag(QStyle::State_Sunken));
    QColor colour = tokens.muted;
    colour.setAlpha(held ? 200 : 110);
    const QRectF stroke = QRectF(slider).adjusted(3, 3, -3, -3);
    if (stroke.width() > 0 && stroke.height() > 0)
        box(painter, stroke, colour, {}, std::min(stroke.width(), stroke.height()) / 2);
}

} // namespace ui::paint
