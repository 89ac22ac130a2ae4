#include "ui/kit/panel.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QPainter>

namespace ui {

Panel::Panel(QWidget *parent) : QFrame(parent)
{
    setFrameShape(QFrame::NoFrame);
}

void Panel::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paint::box(painter, rect(), tokens.surface, tokens.line, spacing::panelRadius);
}

} // namespace ui
