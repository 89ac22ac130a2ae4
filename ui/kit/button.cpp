#include "ui/kit/button.h"

#include "ui/kit/theme.h"

namespace ui {

Button::Button(const QString &text, Look look, QWidget *parent) : QPushButton(text, parent), m_look(look)
{
    QFont medium = fontFor(TextRole::Body);
    medium.setWeight(QFont::Medium);
    setFont(medium);
    setCursor(Qt::ArrowCursor);
}

} // namespace ui
