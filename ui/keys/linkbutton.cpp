#include "ui/keys/linkbutton.h"

#include "core/base/text.h"
#include "ui/kit/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace ui {

namespace {
constexpr int slack = 4; // a text may be a fraction wider than its whole pixels
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
    return {fontMetrics().horizontalAdvance(m_label) + slack, fontMetrics().height() + slack};
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
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(m_label, Qt::ElideRight, width()));
    if (!hasFocus())
        return;
    QStyleOptionFocusRect ring;
    ring.initFrom(this);
    style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, &painter, this);
}

} // namespace ui
