#include "ui/kit/chartaccess.h"

#include "ui/kit/chart.h"
#include "ui/kit/outcome.h"
#include "ui/kit/quantity.h"

#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QHash>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Chart)
};

//! The time, each outcome, all together.
constexpr int columns = int(std::size(outcome::all)) + 2;
constexpr int headerRow = -1;

QString columnName(int column)
{
    if (column == 0)
        return Words::tr("Time");
    return column == columns - 1 ? Words::tr("Together") : outcome::name(outcome::all[column - 1]);
}

//! A number of the chart, a time, or a head of the columns.
class ChartCell final : public QAccessibleInterface, public QAccessibleTableCellInterface {
public:
    ChartCell(Chart *chart, int row, int column) : m_chart(chart), m_row(row), m_column(column) {}

    bool isValid() const override { return shown() != nullptr; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return parent()->window(); }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_chart); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override {}
    QRect rect() const override;
    QAccessible::Role role() const override
    {
        if (m_row == headerRow)
            return QAccessible::ColumnHeader;
        return m_column == 0 ? QAccessible::RowHeader : QAccessible::Cell;
    }
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this) : nullptr;
    }

    bool isSelected() const override { return false; }
    QList<QAccessibleInterface *> columnHeaderCells() const override { return {parent()->child(m_column)}; }
    QList<QAccessibleInterface *> rowHeaderCells() const override { return {parent()->child((m_row + 1) * columns)}; }
    int columnIndex() const override { return m_column; }
    int rowIndex() const override { return m_row; }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface *table() const override { return parent(); }

private:
    //! Null once it, or this row of it, is gone.
    const Chart *shown() const
    {
        const Chart *chart = m_chart.data();
        return chart != nullptr && m_row < chart->counts().size() ? chart : nullptr;
    }

    QPointer<Chart> m_chart;
    int m_row;
    int m_column;
};

QString ChartCell::text(QAccessible::Text kind) const
{
    const Chart *const chart = shown();
    if (chart == nullptr)
        return {};
    if (m_row == headerRow)
        return kind == QAccessible::Name ? columnName(m_column) : QString();
    if (kind == QAccessible::Description)
        return m_column == 0 ? chart->numbers(m_row).join(u", "_s) : QString();
    if (kind != QAccessible::Name && kind != QAccessible::Value)
        return {};
    if (m_column == 0)
        return chart->bucketName(m_row);
    const core::UsageCount &count = chart->counts().at(m_row);
    return quantity::number(m_column == columns - 1 ? count.total()
                                                    : outcome::countOf(count, outcome::all[m_column - 1]));
}

QRect ChartCell::rect() const
{
    const Chart *const chart = shown();
    if (chart == nullptr || m_row == headerRow)
        return {};
    const QRect slot = chart->bucketRect(m_row);
    return {chart->mapToGlobal(slot.topLeft()), slot.size()};
}

QAccessible::State ChartCell::state() const
{
    QAccessible::State state;
    const Chart *const chart = shown();
    state.invalid = chart == nullptr;
    if (chart != nullptr && m_row != headerRow) {
        state.readOnly = true;
        state.focusable = m_column == 0;
        state.focused = m_column == 0 && chart->hasFocus() && chart->current() == m_row;
    }
    return state;
}

class ChartAccessible final : public QAccessibleWidget, public QAccessibleTableInterface {
public:
    explicit ChartAccessible(Chart *chart) : QAccessibleWidget(chart, QAccessible::Table), m_chart(chart) {}
    ~ChartAccessible() override { forgetCells(); }
    Q_DISABLE_COPY_MOVE(ChartAccessible)

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TableInterface)
            return static_cast<QAccessibleTableInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value && m_chart->current() >= 0)
            return m_chart->bucketName(m_chart->current()) + u": "_s +
                   m_chart->numbers(m_chart->current()).join(u", "_s);
        return QAccessibleWidget::text(kind);
    }

    int childCount() const override { return (rowCount() + 1) * columns; }
    QAccessibleInterface *child(int index) const override
    {
        return index < 0 || index >= childCount() ? nullptr : cell(index / columns - 1, index % columns);
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *cell = const_cast<QAccessibleInterface *>(child)->tableCellInterface();
        return cell && cell->table() == this ? (cell->rowIndex() + 1) * columns + cell->columnIndex() : -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        for (int row = 0; row < rowCount(); ++row)
            if (auto *found = cell(row, 0); found->rect().contains(x, y))
                return found;
        return nullptr;
    }
    QAccessibleInterface *focusChild() const override
    {
        return m_chart->hasFocus() && m_chart->current() >= 0 ? cell(int(m_chart->current()), 0) : nullptr;
    }

    QAccessibleInterface *caption() const override { return nullptr; }
    QAccessibleInterface *summary() const override { return nullptr; }
    QAccessibleInterface *cellAt(int row, int column) const override
    {
        return row < 0 || row >= rowCount() || column < 0 || column >= columns ? nullptr : cell(row, column);
    }
    int columnCount() const override { return columns; }
    int rowCount() const override { return int(m_chart->counts().size()); }
    QString columnDescription(int column) const override { return columnName(column); }
    QString rowDescription(int row) const override { return m_chart->bucketName(row); }
    // It is read, not selected from.
    int selectedCellCount() const override { return 0; }
    QList<QAccessibleInterface *> selectedCells() const override { return {}; }
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override { return 0; }
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override { return {}; }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int) const override { return false; }
    bool selectRow(int) override { return false; }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override { forgetCells(); }

private:
    QAccessibleInterface *cell(int row, int column) const
    {
        QAccessible::Id &id = m_cells[(row + 1) * columns + column];
        if (id == 0)
            id = QAccessible::registerAccessibleInterface(new ChartCell(m_chart, row, column));
        return QAccessible::accessibleInterface(id);
    }
    void forgetCells()
    {
        for (const QAccessible::Id id : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(id);
        m_cells.clear();
    }

    Chart *m_chart;
    //! Those that were asked for, by their place among the children.
    mutable QHash<int, QAccessible::Id> m_cells;
};

QAccessibleInterface *accessibleFor(const QString &className, QObject *object)
{
    if (className == "ui::Chart"_L1)
        return new ChartAccessible(static_cast<Chart *>(object));
    return nullptr;
}

} // namespace

void installChartAccess()
{
    QAccessible::installFactory(accessibleFor);
}

void announceBucket(Chart &chart, qsizetype bucket)
{
    if (!chart.hasFocus())
        return;
    QAccessibleEvent focus(&chart, QAccessible::Focus);
    focus.setChild((int(bucket) + 1) * columns);
    QAccessible::updateAccessibility(&focus);
}

} // namespace ui
