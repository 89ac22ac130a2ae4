#include "ui/keys/keytable.h"

#include "core/storage/settingsstore.h"
#include "ui/keys/keycolumns.h"
#include "ui/keys/keydelegate.h"
#include "ui/keys/keyheader.h"
#include "ui/keys/keytablemodel.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

KeyTable::KeyTable(KeyTableModel &model, const core::Clock &clock, core::SettingsStore &settings, QWidget *parent)
    : RowTable(u"keylist"_s, keycolumns::widths(), settings, parent), m_header(new KeyHeader(this))
{
    setObjectName(u"keysTable"_s);
    setAccessibleName(tr("Keys"));
    setSelectionMode(ExtendedSelection);
    m_header->setSortIndicator(KeyTableModel::Name, Qt::AscendingOrder);
    assemble(model, m_header, new KeyDelegate(model, clock, *this));
    if (settings.state(u"keylist.header"_s).isEmpty())
        placeOrganization();
    repairOrder();
    showOrganizations(false);
    setSortingEnabled(true);
    connect(m_header, &KeyHeader::boxClicked, this, &KeyTable::toggleAll);
    connect(m_header, &QHeaderView::sortIndicatorChanged, this, &KeyTable::rememberColumns);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &KeyTable::noteSelection);
    connect(&model, &QAbstractItemModel::modelReset, this, &KeyTable::noteSelection);
}

//! Whatever was remembered: the boxes stand first, and the order is one that the model knows.
void KeyTable::repairOrder()
{
    if (m_header->visualIndex(KeyTableModel::Name) != 0)
        m_header->moveSection(m_header->visualIndex(KeyTableModel::Name), 0);
    if (m_header->sortIndicatorSection() < 0 || m_header->sortIndicatorSection() >= KeyTableModel::ColumnCount)
        m_header->setSortIndicator(KeyTableModel::Name, Qt::AscendingOrder);
}

//! Behind the name.
void KeyTable::placeOrganization()
{
    m_header->moveSection(m_header->visualIndex(KeyTableModel::Organization), 1);
}

void KeyTable::showOrganizations(bool shown)
{
    if (!shown && m_header->sortIndicatorSection() == KeyTableModel::Organization)
        m_header->setSortIndicator(KeyTableModel::Name, Qt::AscendingOrder);
    setColumnHidden(KeyTableModel::Organization, !shown);
    setWidths(keycolumns::widths(shown));
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

void KeyTable::selectKeys(const QList<core::CachedKey> &keys)
{
    const auto *rows = static_cast<const KeyTableModel *>(model());
    QItemSelection selection;
    for (const auto &each : keys) {
        if (const int row = rows->rowOf(each.organization, each.key.id); row >= 0)
            selection.select(model()->index(row, 0), model()->index(row, KeyTableModel::ColumnCount - 1));
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void KeyTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    RowTable::selectionChanged(selected, deselected);
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
        return RowTable::selectionCommand(index, event);
    switch (mouse->type()) {
    case QEvent::MouseButtonPress: return QItemSelectionModel::Toggle | QItemSelectionModel::Rows;
    case QEvent::MouseMove: return QItemSelectionModel::ToggleCurrent | QItemSelectionModel::Rows;
    default: return QItemSelectionModel::NoUpdate;
    }
}

void KeyTable::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Delete: Q_EMIT revokeWanted(); return;
    case Qt::Key_Space:
        selectionModel()->select(currentIndex(), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    default: RowTable::keyPressEvent(event);
    }
}

void KeyTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (isOnBox(indexAt(event->position().toPoint()), event->position().toPoint()))
        mousePressEvent(event); // two quick presses on a box are two presses
    else
        RowTable::mouseDoubleClickEvent(event);
}

void KeyTable::resetColumns()
{
    m_header->setSortIndicator(KeyTableModel::Name, Qt::AscendingOrder);
    RowTable::resetColumns();
    placeOrganization();
}

} // namespace ui
