#include "ui/keys/codebox.h"

#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QPainter>

namespace ui {

namespace {
constexpr int padding = 8;
}

CodeBox::CodeBox(QWidget *parent) : FittedText(padding, parent)
{
    auto face = fontFor(TextRole::Fixed);
    face.setPixelSize(12);
    setFont(face);
    setFrameShape(NoFrame);
    viewport()->setAutoFillBackground(false);
}

void CodeBox::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Tokens &tokens = tokensFor(palette());
    paint::box(painter, viewport()->rect(), palette().color(QPalette::AlternateBase), tokens.line,
               spacing::controlRadius);
    if (hasFocus())
        paint::focusRing(painter, viewport()->rect(), tokens.accent, spacing::controlRadius);
    painter.end();
    FittedText::paintEvent(event);
}

void CodeBox::focusInEvent(QFocusEvent *event)
{
    FittedText::focusInEvent(event);
    viewport()->update();
}

void CodeBox::focusOutEvent(QFocusEvent *event)
{
    FittedText::focusOutEvent(event);
    viewport()->update();
}

} // namespace ui
