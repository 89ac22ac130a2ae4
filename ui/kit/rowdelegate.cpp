#include "ui/kit/rowdelegate.h"

#include "ui/kit/theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace ui {

namespace {

constexpr int ringWidth = 2;

QFont smallFixed()
{
    auto font = fontFor(TextRole::Fixed);
    font.setPixelSize(12);
    return font;
}

} // namespace

RowDelegate::RowDelegate(const QTableView &view)
    : m_view(view), m_body(fontFor(TextRole::Body)), m_strong(fontFor(TextRole::Strong)), m_fixed(smallFixed())
{
}

void RowDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto &tokens = tokensFor(option.palette);
    const auto &cell = option.rect;
    painter.fillRect(cell, option.state.testFlag(QStyle::State_Selected) ? tokens.accentTint : tokens.surface);
    painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), tokens.faintLine);
    if (!m_view.hasFocus() || m_view.currentIndex().row() != index.row())
        return;
    // One ring around the whole row, of which each cell draws its part.
    const auto *header = m_view.horizontalHeader();
    const int place = header->visualIndex(index.column());
    painter.fillRect(QRect(cell.left(), cell.top(), cell.width(), ringWidth), tokens.accent);
    painter.fillRect(QRect(cell.left(), cell.bottom() - ringWidth + 1, cell.width(), ringWidth), tokens.accent);
    if (place == 0)
        painter.fillRect(QRect(cell.left(), cell.top(), ringWidth, cell.height()), tokens.accent);
    if (place == header->count() - 1)
        painter.fillRect(QRect(cell.right() - ringWidth + 1, cell.top(), ringWidth, cell.height()), tokens.accent);
}

void RowDelegate::paintText(QPainter &painter, const QRect &rect, const Face &face, const QColor &colour,
                            const QString &text)
{
    painter.setFont(face.font);
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextDontClip,
                     face.metrics.elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace ui
