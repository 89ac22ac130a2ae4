#pragma once

#include "core/domain/key.h"

#include <QFontMetrics>
#include <QStyledItemDelegate>

class QTableView;

namespace core {
class Clock;
}

namespace ui {

class KeyTableModel;
struct Tokens;

//! Paints a row of the keys table by itself: the default delegate lays out each text anew and costs twice as much. A
//! box that mirrors the selection stands in front of the name.
class KeyDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    KeyDelegate(const KeyTableModel &model, const core::Clock &clock, const QTableView &view);

    static constexpr int rowHeight = 38;
    static constexpr int margin = 12;
    static constexpr int nameIndent = 50; //!< the room of the box
    //! Where the box stands in the cell of a name, or in the header above it.
    static QRect boxRect(const QRect &cell);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintBox(QPainter &painter, const QStyleOptionViewItem &option) const;
    void paintCell(QPainter &painter, const QRect &cell, const core::Key &key, int column, const Tokens &tokens) const;

    //! A font with its metrics, made once.
    struct Face {
        explicit Face(const QFont &of) : font(of), metrics(of) {}
        QFont font;
        QFontMetrics metrics;
    };
    static void paintText(QPainter &painter, const QRect &rect, const Face &face, const QColor &colour,
                          const QString &text);

    const KeyTableModel &m_model;
    const core::Clock &m_clock;
    const QTableView &m_view;
    const Face m_body;
    const Face m_strong;
    const Face m_fixed;
};

} // namespace ui
