#include "ui/kit/rowtable.h"

#include "core/storage/settingsstore.h"
#include "ui/kit/rowdelegate.h"
#include "ui/kit/rowheader.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int mostVisits = 200;

} // namespace

RowTable::RowTable(const QString &name, std::span<const ColumnWidth> widths, core::SettingsStore &settings,
                   QWidget *parent)
    : QTableView(parent),
      m_settings(settings),
      m_widths(widths),
      m_headerState(name + u".header"_s),
      m_widthsState(name + u".widths"_s)
{
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerItem);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(RowDelegate::rowHeight);
    verticalHeader()->setDefaultSectionSize(RowDelegate::rowHeight);
    viewport()->setBackgroundRole(QPalette::Window); // below the last row the page goes on
}

void RowTable::assemble(QAbstractItemModel &model, RowHeader *header, RowDelegate *delegate)
{
    const bool sorts = header->isSortIndicatorShown(); // the view forgets it with the next line
    setHorizontalHeader(header);
    setModel(&model);
    delegate->setParent(this);
    setItemDelegate(delegate);
    restoreColumns(sorts);
    connect(header, &QHeaderView::sectionMoved, this, &RowTable::rememberColumns);
    connect(header, &QHeaderView::sectionResized, this, [this](int, int before, int now) {
        if (m_fitting || before == 0 || now == 0) // a column that is hidden or comes back
            return;
        m_widthsChosen = true;
        rememberColumns();
    });
}

void RowTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    forgetCells();
    QTableView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
}

//! Where assistive technology listens, each row that was current leaves cells behind: Qt would keep them as long as the
//! table, and look at every one whenever rows come or go.
void RowTable::forgetCells()
{
    if (!QAccessible::isActive() || ++m_visits < mostVisits)
        return;
    m_visits = 0;
    QAccessibleTableModelChangeEvent reset(this, QAccessibleTableModelChangeEvent::ModelReset);
    QAccessible::updateAccessibility(&reset);
}

void RowTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT detailsWanted();
    else
        QTableView::keyPressEvent(event);
}

// Looking through the rows for a first letter would read every one of them; the search does it better.
void RowTable::keyboardSearch(const QString &typed)
{
    Q_EMIT searchWanted(typed);
}

void RowTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && model()->rowCount() > 0)
        selectionModel()->setCurrentIndex(model()->index(0, 0), QItemSelectionModel::NoUpdate);
    updateRow(currentIndex().row());
}

void RowTable::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    updateRow(currentIndex().row());
}

void RowTable::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

void RowTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        Q_EMIT menuWanted(event->globalPos());
        return;
    }
    const auto cell = visualRect(currentIndex());
    Q_EMIT menuWanted(viewport()->mapToGlobal(cell.isValid() ? cell.bottomLeft() : QPoint()));
}

void RowTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && indexAt(event->position().toPoint()).isValid())
        Q_EMIT detailsWanted();
}

void RowTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (!m_widthsChosen)
        fitColumns();
}

void RowTable::restoreColumns(bool sorts)
{
    auto *header = horizontalHeader();
    const bool restored = header->restoreState(m_settings.state(m_headerState));
    m_widthsChosen = restored && !m_settings.state(m_widthsState).isEmpty();
    // Whatever was written there.
    header->setSectionsMovable(true);
    header->setSectionsClickable(sorts);
    header->setSortIndicatorShown(sorts);
}

void RowTable::rememberColumns()
{
    m_settings.setState(m_headerState, horizontalHeader()->saveState());
    m_settings.setState(m_widthsState, m_widthsChosen ? QByteArray("chosen") : QByteArray());
}

void RowTable::resetColumns()
{
    auto *header = horizontalHeader();
    for (int column = 0; column < header->count(); ++column)
        header->moveSection(header->visualIndex(column), column);
    m_widthsChosen = false;
    fitColumns();
    rememberColumns();
}

void RowTable::setWidths(std::span<const ColumnWidth> widths)
{
    m_widths = widths;
    if (!m_widthsChosen)
        fitColumns();
}

void RowTable::fitColumns()
{
    const auto widths = fitted(m_widths, viewport()->width());
    m_fitting = true;
    for (std::size_t column = 0; column < widths.size(); ++column)
        horizontalHeader()->resizeSection(static_cast<int>(column), widths[column]);
    m_fitting = false;
}

} // namespace ui
