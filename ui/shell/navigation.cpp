#include "ui/shell/navigation.h"

#include "core/base/text.h"
#include "ui/kit/badge.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int mostShown = 99;

//! The ring or the tint that all buttons of the sidebar have in common.
void paintState(QPainter &painter, const QPushButton &button, const Tokens &tokens)
{
    if (button.isDown() || button.underMouse())
        paint::box(painter, button.rect(), tokens.faintLine, {}, spacing::controlRadius);
    if (button.hasFocus())
        paint::focusRing(painter, button.rect(), tokens.accent, spacing::controlRadius);
}

void drawLine(QPainter &painter, const QRect &rect, const QString &text, const QFont &font, const QColor &colour)
{
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

OrganizationButton::OrganizationButton(QWidget *parent) : MenuButton(parent)
{
    setAccessibleName(tr("Organization"));
    setAttribute(Qt::WA_Hover);
}

void OrganizationButton::setWords(const QString &name, const QString &line)
{
    const auto shown = core::shown(name, 100);
    if (shown == m_name && line == m_line)
        return;
    m_name = shown;
    m_line = line;
    setAccessibleDescription(m_name + u", "_s + line);
    update();
}

QSize OrganizationButton::sizeHint() const
{
    return {208, 56};
}

void OrganizationButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paint::box(painter, rect(), underMouse() || isDown() ? tokens.faintLine : tokens.surface, tokens.line,
               spacing::controlRadius);
    const QRect tile(spacing::small, (height() - 30) / 2, 30, 30);
    paint::box(painter, tile, tokens.accent, {}, spacing::controlRadius);
    painter.setFont(fontFor(TextRole::Strong));
    painter.setPen(tokens.onAccent);
    painter.drawText(tile, Qt::AlignCenter, m_name.left(1).toUpper());
    const int left = tile.right() + 1 + 10, across = width() - left - 28;
    drawLine(painter, QRect(left, height() / 2 - 19, across, 19), m_name, fontFor(TextRole::Strong), tokens.text);
    drawLine(painter, QRect(left, height() / 2 + 1, across, 17), m_line, fontFor(TextRole::Small), tokens.muted);
    paint::chevron(painter, QRect(width() - 24, 0, 16, height()), Qt::DownArrow, tokens.muted);
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens.accent, spacing::controlRadius);
}

PageButton::PageButton(Symbol symbol, const QString &name, QWidget *parent)
    : QPushButton(name, parent), m_symbol(symbol)
{
    setCheckable(true);
    setAutoExclusive(true);
    setAccessibleName(name);
    setAttribute(Qt::WA_Hover);
}

void PageButton::setWaiting(int count)
{
    if (count == m_waiting)
        return;
    m_waiting = count;
    setAccessibleDescription(count == 0 ? QString() : tr("%1 waiting").arg(count));
    update();
}

QSize PageButton::sizeHint() const
{
    return {208, 32};
}

void PageButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    if (isChecked())
        paint::box(painter, rect(), tokens.accentTint, {}, spacing::controlRadius);
    paintState(painter, *this, tokens);
    const QColor colour = isChecked() ? tokens.accent : tokens.text;
    paintSymbol(painter, QRect(10, (height() - 17) / 2, 17, 17), m_symbol, colour);
    int across = width() - 44;
    if (m_waiting > 0) {
        const QString count = m_waiting > mostShown ? u"%1+"_s.arg(mostShown) : QString::number(m_waiting);
        const QSize pill(pillWidth(count), 17);
        paintPill(painter, {QPoint(width() - pill.width() - 10, (height() - pill.height()) / 2), pill}, count,
                  tokens.warning);
        across -= pill.width() + spacing::small;
    }
    drawLine(painter, QRect(36, 0, across, height()), text(), fontFor(isChecked() ? TextRole::Strong : TextRole::Body),
             colour);
}

AccountButton::AccountButton(QWidget *parent) : MenuButton(parent)
{
    setAccessibleName(tr("Account"));
    setAttribute(Qt::WA_Hover);
}

void AccountButton::setWords(const QString &host, const QString &email, Connection connection, const QString &state)
{
    m_host = core::shown(host, 200);
    m_email = core::shown(email, 200);
    const auto description = tr("%1 at %2: %3").arg(m_email, m_host, state);
    if (description == accessibleDescription() && connection == m_connection)
        return;
    m_connection = connection;
    setAccessibleDescription(description);
    setToolTip(accessibleDescription().toHtmlEscaped());
    update();
}

QSize AccountButton::sizeHint() const
{
    return {208, 44};
}

void AccountButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paintState(painter, *this, tokens);
    const QColor dot = m_connection == Connection::Good  ? tokens.good.foreground
                       : m_connection == Connection::Bad ? tokens.bad.foreground
                                                         : tokens.warning.foreground;
    paint::box(painter, QRectF(8, height() / 2.0 - 4, 8, 8), dot, {}, 4);
    const QFont font = fontFor(TextRole::Small);
    const int across = width() - 24 - 8;
    const int above = m_email.isEmpty() ? 9 : 18; // one line stands in the middle, beside the dot
    drawLine(painter, QRect(24, height() / 2 - above, across, 18), m_host, font, tokens.muted);
    drawLine(painter, QRect(24, height() / 2, across, 18), m_email, font, tokens.muted);
}

} // namespace ui
