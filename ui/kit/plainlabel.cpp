#include "ui/kit/plainlabel.h"

#include "core/base/text.h"

#include <QEvent>

namespace ui {

PlainLabel::PlainLabel(const QString &text, QWidget *parent) : PlainLabel(text, TextRole::Body, Colour::Text, parent) {}

PlainLabel::PlainLabel(const QString &text, TextRole role, Colour colour, QWidget *parent)
    : QLabel(parent), m_colour(colour)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText); // otherwise what is behind the label would decide
    setText(text);
    if (role != TextRole::Body)
        setFont(fontFor(role));
    recolour();
}

void PlainLabel::setColour(Colour colour)
{
    m_colour = colour;
    recolour();
}

void PlainLabel::setUntrusted(const QString &text, qsizetype longest)
{
    setText(core::shown(text, longest));
}

void PlainLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        recolour();
}

static QColor colourIn(PlainLabel::Colour colour, const Tokens &tokens)
{
    switch (colour) {
    case PlainLabel::Colour::Text: return tokens.text;
    case PlainLabel::Colour::Muted: return tokens.muted;
    case PlainLabel::Colour::Good: return tokens.good.foreground;
    case PlainLabel::Colour::Warning: return tokens.warning.foreground;
    case PlainLabel::Colour::Bad: return tokens.bad.foreground;
    }
    return tokens.text;
}

void PlainLabel::recolour()
{
    const QColor colour = colourIn(m_colour, tokensFor(palette()));
    QPalette own = palette();
    if (own.color(QPalette::Active, QPalette::WindowText) == colour)
        return;
    own.setColor(QPalette::Active, QPalette::WindowText, colour);
    own.setColor(QPalette::Inactive, QPalette::WindowText, colour);
    setPalette(own);
}

} // namespace ui
