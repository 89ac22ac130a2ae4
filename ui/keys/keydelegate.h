#pragma once

#include "core/domain/key.h"
#include "ui/kit/rowdelegate.h"

namespace core {
class Clock;
}

namespace core {
struct CachedKey;
}

namespace ui {

class KeyTableModel;
struct Tokens;

//! Paints a row of the keys table. A box that mirrors the selection stands in front of the name.
class KeyDelegate : public RowDelegate {
    Q_OBJECT

public:
    KeyDelegate(const KeyTableModel &model, const core::Clock &clock, const QTableView &view);

    static constexpr int nameIndent = 50; //!< the room of the box
    //! Where the box stands in the cell of a name, or in the header above it.
    static QRect boxRect(const QRect &cell);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintBox(QPainter &painter, const QStyleOptionViewItem &option) const;
    void paintCell(QPainter &painter, const QRect &cell, const core::CachedKey &row, int column,
                   const Tokens &tokens) const;

    const KeyTableModel &m_model;
    const core::Clock &m_clock;
};

} // namespace ui
