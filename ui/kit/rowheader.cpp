#include "ui/kit/rowheader.h"

#include "ui/kit/rowdelegate.h"
#include "ui/kit/theme.h"

#include <QPainter>
#include <QStyleOptionHeader>

namespace ui {

namespace {
constexpr int headerHeight = 34;
constexpr int arrowWidth = 14;
} // namespace

RowHeader::RowHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(56);
    setAccessibleName(tr("Columns"));
}

void RowHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const auto &tokens = tokensFor(palette());
    painter.fillRect(viewport()->rect(), tokens.surface);
    painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), tokens.faintLine);
    painter.end();
    QHeaderView::paintEvent(event);
}

int RowHeader::paintLead(QPainter &, const QRect &, int) const
{
    return RowDelegate::margin;
}

void RowHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const auto &tokens = tokensFor(palette());
    painter->fillRect(rect, tokens.surface);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.faintLine);
    const int left = paintLead(*painter, rect, section);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    const auto room = rect.adjusted(left, 0, sorted ? -arrowWidth : -2, 0);
    const auto text =
        fontMetrics().elidedText(model()->headerData(section, Qt::Horizontal).toString(), Qt::ElideRight, room.width());
    painter->setFont(font());
    painter->setPen(tokens.muted);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
    if (!sorted)
        return;
    QStyleOptionHeader arrow;
    arrow.initFrom(this);
    arrow.rect = QRect(room.left() + fontMetrics().horizontalAdvance(text) + 5, rect.top(), 10, rect.height());
    arrow.sortIndicator =
        sortIndicatorOrder() == Qt::AscendingOrder ? QStyleOptionHeader::SortUp : QStyleOptionHeader::SortDown;
    style()->drawPrimitive(QStyle::PE_IndicatorHeaderArrow, &arrow, painter, this);
}

QSize RowHeader::sectionSizeFromContents(int section) const
{
    return {QHeaderView::sectionSizeFromContents(section).width(), headerHeight};
}

} // namespace ui
