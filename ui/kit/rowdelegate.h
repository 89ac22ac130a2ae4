#pragma once

#include <QFontMetrics>
#include <QStyledItemDelegate>

class QTableView;

namespace ui {

//! What the delegates of the app's tables paint alike: the ground of a row, the ring around the current one, cut-off
//! text. They paint by themselves since the default delegate lays out each text anew and costs twice as much.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit RowDelegate(const QTableView &view);

    static constexpr int rowHeight = 38;
    static constexpr int margin = 12;

protected:
    //! A font with its metrics, made once.
    struct Face {
        explicit Face(const QFont &of) : font(of), metrics(of) {}
        QFont font;
        QFontMetrics metrics;
    };

    const QTableView &view() const { return m_view; }
    const Face &body() const { return m_body; }
    const Face &strong() const { return m_strong; }
    const Face &fixed() const { return m_fixed; }

    //! What a cell has for its text.
    static QRect inner(const QRect &cell) { return cell.adjusted(margin, 0, -margin / 2, 0); }
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    static void paintText(QPainter &painter, const QRect &rect, const Face &face, const QColor &colour,
                          const QString &text);

private:
    const QTableView &m_view;
    const Face m_body;
    const Face m_strong;
    const Face m_fixed;
};

} // namespace ui
