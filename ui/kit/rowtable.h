#pragma once

#include "ui/kit/columnwidths.h"

#include <QTableView>

namespace core {
class SettingsStore;
}

namespace ui {

class RowDelegate;
class RowHeader;

//! What the app's tables have in common: whole rows of one height, a search that begins by typing, and columns that fit
//! the room until a person sets a width; their places and widths are remembered.
class RowTable : public QTableView {
    Q_OBJECT

public:
    //! \a name: under which the columns are remembered. \a widths: of the first columns; they outlive the table.
    RowTable(const QString &name, std::span<const ColumnWidth> widths, core::SettingsStore &settings,
             QWidget *parent = nullptr);

    //! Back to the columns' own places and widths.
    virtual void resetColumns();
    //! Where other columns are shown now.
    void setWidths(std::span<const ColumnWidth> widths);

Q_SIGNALS:
    void detailsWanted(); //!< Enter or a double click
    void searchWanted(const QString &typed);
    void menuWanted(const QPoint &globalPosition);

protected:
    //! Puts the parts in their place, once, in the constructor. The table takes \a header and \a delegate over.
    void assemble(QAbstractItemModel &model, RowHeader *header, RowDelegate *delegate);
    void rememberColumns();
    void updateRow(int row);

    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyboardSearch(const QString &typed) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void restoreColumns(bool sorts);
    void fitColumns();
    void forgetCells();

    core::SettingsStore &m_settings;
    std::span<const ColumnWidth> m_widths;
    const QString m_headerState;
    const QString m_widthsState;
    bool m_widthsChosen = false; //!< by a person
    bool m_fitting = false;
    int m_visits = 0; //!< of rows, since cells were last forgotten
};

} // namespace ui
