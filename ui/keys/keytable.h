#pragma once

#include "ui/kit/rowtable.h"

namespace core {
class Clock;
struct CachedKey;
} // namespace core

namespace ui {

class KeyHeader;
class KeyTableModel;

//! The table "Keys": rows are selected by click, Ctrl, Shift, the box in front of a name or the space bar. The order is
//! remembered with the columns.
class KeyTable : public RowTable {
    Q_OBJECT

public:
    KeyTable(KeyTableModel &model, const core::Clock &clock, core::SettingsStore &settings, QWidget *parent = nullptr);

    int selectedCount() const;
    //! From the top, at most \a most.
    QModelIndexList selectedRows(int most) const;
    //! Selects this row alone and scrolls to it.
    void selectOnly(int row);
    //! Selects those of \a keys that are among the rows.
    void selectKeys(const QList<core::CachedKey> &keys);
    //! Whether each row names its organization.
    void showOrganizations(bool shown);
    void resetColumns() override; //!< their order, too

Q_SIGNALS:
    void selectionCountChanged();
    void revokeWanted(); //!< Delete

protected:
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex &index, const QEvent *event) const override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    bool isOnBox(const QModelIndex &index, const QPoint &position) const;
    void toggleAll();
    void noteSelection();
    void repairOrder();
    void placeOrganization();

    KeyHeader *m_header;
    mutable bool m_boxPressed = false;
};

} // namespace ui
