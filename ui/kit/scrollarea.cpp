#include "ui/kit/scrollarea.h"

#include <QAccessibleWidget>
#include <QEvent>
#include <QLayout>
#include <QScrollBar>
#include <algorithm>

namespace ui {

namespace {

//! Qt 6.4 counts a scroll bar among the children of a scroll area only while it is visible, and takes a child by its
//! place without looking whether there are as many: a bar that went between two questions of a screen reader ended the
//! program. Here the children are those of any widget, which stay, and the place is looked at.
//! (QAccessibleAbstractScrollArea::child in qtbase/src/widgets/accessible/complexwidgets.cpp.)
QAccessibleInterface *accessibleFor(const QString &, QObject *object)
{
    auto *area = qobject_cast<ScrollArea *>(object);
    return area != nullptr ? new QAccessibleWidget(area, QAccessible::Client) : nullptr;
}

} // namespace

ScrollArea::ScrollArea(QWidget *content, QWidget *parent) : QScrollArea(parent)
{
    QAccessible::installFactory(accessibleFor); // a second time does nothing
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(content);
    verticalScrollBar()->parentWidget()->installEventFilter(this);
}

bool ScrollArea::eventFilter(QObject *watched, QEvent *event)
{
    const bool isBar = watched == verticalScrollBar()->parentWidget();
    if (isBar && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        giveBarItsRoom();
    return QScrollArea::eventFilter(watched, event);
}

int ScrollArea::wholeHeight(int width) const
{
    const int across = width - m_taken; // the content's margin is narrower by this while the bar is there
    const int wanted = widget()->hasHeightForWidth() ? widget()->heightForWidth(across) : widget()->sizeHint().height();
    return std::max(wanted, widget()->minimumSizeHint().height()); // below that it scrolls
}

void ScrollArea::giveBarItsRoom()
{
    auto *layout = widget() != nullptr ? widget()->layout() : nullptr;
    if (layout == nullptr)
        return;
    auto margins = layout->contentsMargins();
    const int whole = margins.right() + m_taken;
    const bool hasBar = !verticalScrollBar()->parentWidget()->isHidden();
    m_taken = hasBar ? std::min(whole, verticalScrollBar()->sizeHint().width()) : 0;
    margins.setRight(whole - m_taken);
    layout->setContentsMargins(margins);
}

} // namespace ui
