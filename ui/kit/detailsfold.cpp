#include "ui/kit/detailsfold.h"

#include "ui/kit/detailspanel.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>

namespace ui {

namespace {
constexpr int wideWindow = 1200;
}

DetailsFold::DetailsFold(QWidget &page, DetailsPanel &panel, QWidget &list)
    : QObject(&page), m_page(page), m_panel(panel), m_list(list), m_body(new QHBoxLayout)
{
    page.installEventFilter(this);
}

void DetailsFold::unfold(bool open)
{
    m_unfolded = open;
    fit();
}

void DetailsFold::fit()
{
    const bool narrow = m_page.window()->width() < wideWindow;
    const bool hadFocus = m_panel.isAncestorOf(QApplication::focusWidget());
    m_panel.setVisible(!narrow || m_unfolded);
    m_panel.setClosable(narrow);
    m_body->setContentsMargins(spacing::large, 0, m_panel.isHidden() ? spacing::large : 0, 0);
    Q_EMIT folded(narrow, m_unfolded);
    if (hadFocus && narrow && !m_unfolded)
        m_list.setFocus(Qt::OtherFocusReason);
}

bool DetailsFold::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_page && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        fit();
    return QObject::eventFilter(watched, event);
}

} // namespace ui
