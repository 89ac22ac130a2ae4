#pragma once

#include <QHeaderView>

namespace ui {

//! The header of the keys table: flat, with a box above the boxes of the rows that says whether none, some or all of
//! them are selected, and the arrow of the order behind its column's name.
class KeyHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit KeyHeader(QWidget *parent = nullptr);

    Qt::CheckState checkState() const { return m_checked; }
    void setCheckState(Qt::CheckState state);

Q_SIGNALS:
    void boxClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    QSize sectionSizeFromContents(int section) const override;

private:
    bool isOnBox(const QPoint &position) const;

    Qt::CheckState m_checked = Qt::Unchecked;
    bool m_pressed = false;
};

} // namespace ui
