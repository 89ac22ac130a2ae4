#pragma once

#include <QTableView>

namespace core {
class Clock;
class SettingsStore;
} // namespace core

namespace ui {

class KeyHeader;
class KeyTableModel;

//! The table "Keys": rows are selected as a whole, by click, Ctrl, Shift, the box in front of a name or the space bar.
//! Its columns fit the room until a person sets a width; order, places and widths are remembered.
class KeyTable : public QTableView {
    Q_OBJECT

public:
    KeyTable(KeyTableModel &model, const core::Clock &clock, core::SettingsStore &settings, QWidget *parent = nullptr);

    int selectedCount() const;
    //! From the top, at most \a most.
    QModelIndexList selectedRows(int most) const;
    //! Selects this row alone and scrolls to it.
    void selectOnly(int row);
    //! Selects what is in \a keyIds and is among the rows.
    void selectKeys(const QStringList &keyIds);
    //! Back to the columns' own order, places and widths.
    void resetColumns();

Q_SIGNALS:
    void selectionCountChanged();
    void detailsWanted(); //!< Enter or a double click
    void revokeWanted();  //!< Delete
    void searchWanted(const QString &typed);
    void menuWanted(const QPoint &globalPosition);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index, const QEvent *event) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyboardSearch(const QString &typed) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    bool isOnBox(const QModelIndex &index, const QPoint &position) const;
    void toggleAll();
    void updateRow(int row);
    void noteSelection();
    void restoreColumns();
    void rememberColumns();
    void fitColumns();

    core::SettingsStore &m_settings;
    KeyHeader *m_header;
    bool m_widthsChosen = false; //!< by a person
    bool m_fitting = false;
    mutable bool m_boxPressed = false;
};

} // namespace ui
