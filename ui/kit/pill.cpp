#include "ui/kit/pill.h"

#include "ui/kit/badge.h"
#include "ui/kit/stylepaint.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int high = 19, dotWidth = 27, dot = 8;

} // namespace

Tone toneFor(Pill::Tint tint, const Tokens &tokens)
{
    switch (tint) {
    case Pill::Tint::Neutral: break;
    case Pill::Tint::Good: return tokens.good;
    case Pill::Tint::Warning: return tokens.warning;
    case Pill::Tint::Bad: return tokens.bad;
    case Pill::Tint::Retiring: return tokens.retiring;
    }
    return tokens.neutral;
}

Pill::Pill(Tint tint, QWidget *parent) : QWidget(parent), m_tint(tint)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Pill::setTint(Tint tint)
{
    m_tint = tint;
    update();
}

void Pill::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return {m_text.isEmpty() ? dotWidth : pillWidth(m_text), high};
}

void Pill::paintEvent(QPaintEvent *)
{
    const Tone tone = toneFor(m_tint, tokensFor(palette()));
    QPainter painter(this);
    paintPill(painter, rect(), m_text, tone);
    if (m_text.isEmpty())
        paint::box(painter, QRectF((width() - dot) / 2.0, (height() - dot) / 2.0, dot, dot), tone.foreground, {},
                   dot / 2.0);
}

} // namespace ui
