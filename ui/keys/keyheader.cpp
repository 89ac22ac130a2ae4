#include "ui/keys/keyheader.h"

#include "ui/keys/keydelegate.h"
#include "ui/keys/keytablemodel.h"
#include "ui/kit/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionHeader>

namespace ui {

namespace {
constexpr int headerHeight = 34;
constexpr int arrowWidth = 14;
} // namespace

KeyHeader::KeyHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setFirstSectionMovable(false); // the boxes stay at the left edge
    setHighlightSections(false);
    setSortIndicatorShown(true);
    setMinimumSectionSize(56);
    setAccessibleName(tr("Columns"));
}

void KeyHeader::setCheckState(Qt::CheckState state)
{
    if (m_checked == state)
        return;
    m_checked = state;
    viewport()->update();
}

void KeyHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const auto &tokens = tokensFor(palette());
    painter.fillRect(viewport()->rect(), tokens.surface);
    painter.fillRect(QRect(0, viewport()->height() - 1, viewport()->width(), 1), tokens.faintLine);
    painter.end();
    QHeaderView::paintEvent(event);
}

void KeyHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const auto &tokens = tokensFor(palette());
    painter->fillRect(rect, tokens.surface);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.faintLine);
    int left = KeyDelegate::margin;
    if (section == KeyTableModel::Name) {
        QStyleOptionViewItem box;
        box.palette = palette();
        box.rect = KeyDelegate::boxRect(rect);
        box.state = QStyle::State_Enabled;
        box.state.setFlag(m_checked == Qt::Checked            ? QStyle::State_On
                          : m_checked == Qt::PartiallyChecked ? QStyle::State_NoChange
                                                              : QStyle::State_Off);
        style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter, this);
        left = KeyDelegate::nameIndent;
    }
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

bool KeyHeader::isOnBox(const QPoint &position) const
{
    const QRect cell(sectionViewportPosition(KeyTableModel::Name), 0, sectionSize(KeyTableModel::Name),
                     viewport()->height());
    return KeyDelegate::boxRect(cell).adjusted(-6, -6, 6, 6).contains(position);
}

void KeyHeader::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->button() == Qt::LeftButton && isOnBox(event->position().toPoint());
    if (!m_pressed)
        QHeaderView::mousePressEvent(event);
}

void KeyHeader::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_pressed) {
        QHeaderView::mouseReleaseEvent(event);
        return;
    }
    m_pressed = false;
    if (isOnBox(event->position().toPoint()))
        Q_EMIT boxClicked();
}

QSize KeyHeader::sectionSizeFromContents(int section) const
{
    return {QHeaderView::sectionSizeFromContents(section).width(), headerHeight};
}

} // namespace ui
