#include "ui/keys/keytable.h"

#include "core/storage/settingsstore.h"
#include "ui/keys/keycolumns.h"
#include "ui/keys/keydelegate.h"
#include "ui/keys/keyheader.h"
#include "ui/keys/keytablemodel.h"
#include "ui/kit/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
const auto headerState = u"keys.header"_s;
const auto widthsState = u"keys.widths"_s;
} // namespace

KeyTable::KeyTable(KeyTableModel &model, const core::Clock &clock, core::SettingsStore &settings, QWidget *parent)
    : QTableView(parent), m_settings(settings), m_header(new KeyHeader(this))
{
    setObjectName(u"keysTable"_s);
    setAccessibleName(tr("Keys"));
    setHorizontalHeader(m_header);
    setModel(&model);
    auto *delegate = new KeyDelegate(model, clock, *this);
    delegate->setParent(this);
    setItemDelegate(delegate);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerItem);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(KeyDelegate::rowHeight);
    verticalHeader()->setDefaultSectionSize(KeyDelegate::rowHeight);
    viewport()->setBackgroundRole(QPalette::Window); // below the last row the page goes on

    restoreColumns();
    setSortingEnabled(true);
    connect(m_header, &KeyHeader::boxClicked, this, &KeyTable::toggleAll);
    connect(m_header, &QHeaderView::sectionMoved, this, &KeyTable::rememberColumns);
    connect(m_header, &QHeaderView::sortIndicatorChanged, this, &KeyTable::rememberColumns);
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        if (m_fitting)
            return;
        m_widthsChosen = true;
        rememberColumns();
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &KeyTable::noteSelection);
    connect(&model, &QAbstractItemModel::modelReset, this, &KeyTable::noteSelection);
}

int KeyTable::selectedCount() const
{
    int count = 0;
    for (const auto &range : selectionModel()->selection())
        count += range.height();
    return count;
}

QModelIndexList KeyTable::selectedRows(int most) const
{
    auto ranges = selectionModel()->selection();
    std::sort(ranges.begin(), ranges.end(), [](const auto &a, const auto &b) { return a.top() < b.top(); });
    QModelIndexList rows;
    for (const auto &range : std::as_const(ranges)) {
        for (int row = range.top(); row <= range.bottom() && rows.size() < most; ++row)
            rows += model()->index(row, 0);
    }
    return rows;
}

void KeyTable::selectOnly(int row)
{
    const auto index = model()->index(row, KeyTableModel::Name);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

void KeyTable::selectKeys(const QStringList &keyIds)
{
    const auto *keys = static_cast<const KeyTableModel *>(model());
    QItemSelection selection;
    for (const auto &id : keyIds) {
        if (const int row = keys->rowOf(id); row >= 0)
            selection.select(model()->index(row, 0), model()->index(row, KeyTableModel::ColumnCount - 1));
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void KeyTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
}

void KeyTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    noteSelection();
}

void KeyTable::noteSelection()
{
    const int count = selectedCount();
    m_header->setCheckState(count == 0                    ? Qt::Unchecked
                            : count < model()->rowCount() ? Qt::PartiallyChecked
                                                          : Qt::Checked);
    Q_EMIT selectionCountChanged();
}

void KeyTable::toggleAll()
{
    if (m_header->checkState() == Qt::Checked)
        clearSelection();
    else
        selectAll();
}

bool KeyTable::isOnBox(const QModelIndex &index, const QPoint &position) const
{
    return index.isValid() && index.column() == KeyTableModel::Name &&
           KeyDelegate::boxRect(visualRect(index)).adjusted(-8, -8, 8, 8).contains(position);
}

// A press on a box adds the row or takes it away, whatever else is selected; drawing on over other boxes does the same.
QItemSelectionModel::SelectionFlags KeyTable::selectionCommand(const QModelIndex &index, const QEvent *event) const
{
    const auto *mouse = event && event->isSinglePointEvent() ? static_cast<const QSinglePointEvent *>(event) : nullptr;
    if (mouse && mouse->type() == QEvent::MouseButtonPress)
        m_boxPressed = mouse->button() == Qt::LeftButton && !mouse->modifiers().testFlag(Qt::ShiftModifier) &&
                       isOnBox(index, mouse->position().toPoint());
    if (!mouse || !m_boxPressed)
        return QTableView::selectionCommand(index, event);
    switch (mouse->type()) {
    case QEvent::MouseButtonPress: return QItemSelectionModel::Toggle | QItemSelectionModel::Rows;
    case QEvent::MouseMove: return QItemSelectionModel::ToggleCurrent | QItemSelectionModel::Rows;
    default: return QItemSelectionModel::NoUpdate;
    }
}

void KeyTable::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: Q_EMIT detailsWanted(); return;
    case Qt::Key_Delete: Q_EMIT revokeWanted(); return;
    case Qt::Key_Space:
        selectionModel()->select(currentIndex(), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    default: QTableView::keyPressEvent(event);
    }
}

// Looking through the rows for a first letter would read every one of them; the search does it better.
void KeyTable::keyboardSearch(const QString &typed)
{
    Q_EMIT searchWanted(typed);
}

void KeyTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && model()->rowCount() > 0)
        selectionModel()->setCurrentIndex(model()->index(0, 0), QItemSelectionModel::NoUpdate);
    updateRow(currentIndex().row());
}

void KeyTable::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    updateRow(currentIndex().row());
}

void KeyTable::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

void KeyTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse) {
        Q_EMIT menuWanted(event->globalPos());
        return;
    }
    const auto cell = visualRect(currentIndex());
    Q_EMIT menuWanted(viewport()->mapToGlobal(cell.isValid() ? cell.bottomLeft() : QPoint()));
}

void KeyTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    const auto index = indexAt(event->position().toPoint());
    if (isOnBox(index, event->position().toPoint())) // two quick presses on a box are two presses
        mousePressEvent(event);
    else if (index.isValid() && event->button() == Qt::LeftButton)
        Q_EMIT detailsWanted();
}

void KeyTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (!m_widthsChosen)
        fitColumns();
}

void KeyTable::restoreColumns()
{
    m_header->setSortIndicator(KeyTableModel::Name, Qt::AscendingOrder);
    const bool restored = m_header->restoreState(m_settings.state(headerState));
    m_widthsChosen = restored && !m_settings.state(widthsState).isEmpty();
    // Whatever was written there: the boxes stand first, and an order is there that the model knows.
    if (m_header->visualIndex(KeyTableModel::Name) != 0)
        m_header->moveSection(m_header->visualIndex(KeyTableModel::Name), 0);
    if (m_header->sortIndicatorSection() < 0 || m_header->sortIndicatorSection() >= KeyTableModel::ColumnCount)
        m_header->setSortIndicator(KeyTableModel::Name, Qt::AscendingOrder);
    m_header->setSectionsMovable(true);
    m_header->setSectionsClickable(true);
    m_header->setSortIndicatorShown(true);
}

void KeyTable::rememberColumns()
{
    m_settings.setState(headerState, m_header->saveState());
    m_settings.setState(widthsState, m_widthsChosen ? QByteArray("chosen") : QByteArray());
}

void KeyTable::resetColumns()
{
    for (int column = 0; column < KeyTableModel::ColumnCount; ++column)
        m_header->moveSection(m_header->visualIndex(column), column);
    m_header->setSortIndicator(KeyTableModel::Name, Qt::AscendingOrder);
    m_widthsChosen = false;
    fitColumns();
    rememberColumns();
}

void KeyTable::fitColumns()
{
    const auto widths = keycolumns::fit(viewport()->width());
    m_fitting = true;
    for (int column = 0; column < KeyTableModel::ColumnCount; ++column)
        m_header->resizeSection(column, widths.at(static_cast<std::size_t>(column)));
    m_fitting = false;
}

} // namespace ui
