#include "ui/kit/noticebar.h"

#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/stylepaint.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>

namespace ui {

NoticeBar::NoticeBar(QWidget *parent) : QFrame(parent), m_text(new PlainLabel), m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(spacing::medium, spacing::small, spacing::small, spacing::small);
    m_layout->setSpacing(spacing::small);
    m_text->setWordWrap(true);
    m_text->setMinimumHeight(20);
    m_layout->addWidget(m_text, 1);
    hide();
}

void NoticeBar::show(Look look, const QString &sentence)
{
    dismiss();
    m_look = look;
    m_text->setUntrusted(sentence, 1000);
    switch (look) {
    case Look::Neutral: m_text->setColour(PlainLabel::Colour::Text); break;
    case Look::Warning: m_text->setColour(PlainLabel::Colour::Warning); break;
    case Look::Bad: m_text->setColour(PlainLabel::Colour::Bad); break;
    case Look::Good: m_text->setColour(PlainLabel::Colour::Good); break;
    }
    setAccessibleName(m_text->text());
    setVisible(true);
    update();
    QAccessibleEvent announcement(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&announcement);
}

void NoticeBar::addAction(const QString &text, const std::function<void()> &action)
{
    auto *button = new Button(text, Button::Look::Plain, this);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [action] { action(); });
    m_layout->addWidget(button);
    m_buttons.append(button);
}

void NoticeBar::dismiss()
{
    for (QWidget *button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater(); // it may be the one that was just pressed
    }
    m_buttons.clear();
    m_text->clear();
    setVisible(false);
}

QString NoticeBar::sentence() const
{
    return m_text->text();
}

void NoticeBar::setAttachedToTop(bool attached)
{
    m_attached = attached;
    const int side = attached ? spacing::large : spacing::medium;
    m_layout->setContentsMargins(side, spacing::small, attached ? side : spacing::small, spacing::small);
    update();
}

static QColor backgroundOf(NoticeBar::Look look, const Tokens &tokens)
{
    switch (look) {
    case NoticeBar::Look::Neutral: return tokens.neutral.background;
    case NoticeBar::Look::Warning: return tokens.warning.background;
    case NoticeBar::Look::Bad: return tokens.bad.background;
    case NoticeBar::Look::Good: return tokens.good.background;
    }
    return tokens.neutral.background;
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    if (!m_attached) {
        paint::box(painter, rect(), backgroundOf(m_look, tokens), {}, spacing::controlRadius);
        return;
    }
    painter.fillRect(rect(), backgroundOf(m_look, tokens));
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
}

} // namespace ui
