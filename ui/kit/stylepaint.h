#pragma once

#include <QColor>
#include <QRect>

class QPainter;
class QStyleOption;
class QStyleOptionComplex;
class QWidget;

//! The strokes that the style is made of.
namespace ui::paint {

//! A filled box with rounded corners and a hairline; an invalid colour leaves the part away.
void box(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &line, qreal radius,
         qreal lineWidth = 1);
//! The ring around whatever has the keyboard focus.
void focusRing(QPainter &painter, const QRect &rect, const QColor &colour, qreal radius);
void chevron(QPainter &painter, const QRect &rect, Qt::ArrowType direction, const QColor &colour);

void inputFrame(QPainter &painter, const QStyleOption &option, const QWidget *widget);
void checkBox(QPainter &painter, const QStyleOption &option);
//! One without words: \a square, and around it the ring of the focus.
void bareCheckBox(QPainter &painter, const QStyleOption &option, const QRect &square, int ringRoom);
void radioButton(QPainter &painter, const QStyleOption &option);
void headerSection(QPainter &painter, const QStyleOption &option);
void scrollBar(QPainter &painter, const QStyleOptionComplex &option, const QRect &slider);

} // namespace ui::paint
