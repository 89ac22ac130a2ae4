#include "ui/keys/keyheader.h"

#include "ui/keys/keydelegate.h"
#include "ui/keys/keytablemodel.h"

#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionViewItem>

namespace ui {

KeyHeader::KeyHeader(QWidget *parent) : RowHeader(parent)
{
    setFirstSectionMovable(false); // the boxes stay at the left edge
    setSortIndicatorShown(true);
}

void KeyHeader::setCheckState(Qt::CheckState state)
{
    if (m_checked == state)
        return;
    m_checked = state;
    viewport()->update();
}

int KeyHeader::paintLead(QPainter &painter, const QRect &rect, int section) const
{
    if (section != KeyTableModel::Name)
        return RowHeader::paintLead(painter, rect, section);
    QStyleOptionViewItem box;
    box.palette = palette();
    box.rect = KeyDelegate::boxRect(rect);
    box.state = QStyle::State_Enabled;
    box.state.setFlag(m_checked == Qt::Checked            ? QStyle::State_On
                      : m_checked == Qt::PartiallyChecked ? QStyle::State_NoChange
                                                          : QStyle::State_Off);
    style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, &painter, this);
    return KeyDelegate::nameIndent;
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
        RowHeader::mousePressEvent(event);
}

void KeyHeader::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_pressed) {
        RowHeader::mouseReleaseEvent(event);
        return;
    }
    m_pressed = false;
    if (isOnBox(event->position().toPoint()))
        Q_EMIT boxClicked();
}

} // namespace ui
