#include "ui/keys/linkbutton.h"

#include "core/base/text.h"
#include "ui/kit/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace ui {

namespace {
constexpr int ringMargin = 3;
constexpr qsizetype longest = 100;
} // namespace

LinkButton::LinkButton(QWidget *parent) : QPushButton(parent)
{
    setFont(fontFor(TextRole::Body));
    setCursor(Qt::PointingHandCursor);
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void LinkButton::setLabel(const QString &label)
{
    m_label = core::shown(label, longest);
    setAccessibleName(m_label);
    updateGeometry();
    update();
}

QSize LinkButton::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_label) + 2 * ringMargin, fontMetrics().height() + ringMargin};
}

QSize LinkButton::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 6, sizeHint().height()};
}

void LinkButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &tokens = tokensFor(palette());
    auto face = font();
    face.setUnderline(underMouse() || hasFocus());
    painter.setFont(face);
    painter.setPen(isEnabled() ? tokens.accent : tokens.muted);
    const auto room = rect().adjusted(ringMargin, 0, -ringMargin, 0);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(m_label, Qt::ElideRight, room.width()));
    if (!hasFocus())
        return;
    QStyleOptionFocusRect ring;
    ring.initFrom(this);
    style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, &painter, this);
}

} // namespace ui
