#pragma once

#include "ui/kit/rowheader.h"

namespace ui {

//! The header of the keys table, with a box above the boxes of the rows that says whether none, some or all of them are
//! selected.
class KeyHeader : public RowHeader {
    Q_OBJECT

public:
    explicit KeyHeader(QWidget *parent = nullptr);

    Qt::CheckState checkState() const { return m_checked; }
    void setCheckState(Qt::CheckState state);

Q_SIGNALS:
    void boxClicked();

protected:
    int paintLead(QPainter &painter, const QRect &rect, int section) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    bool isOnBox(const QPoint &position) const;

    Qt::CheckState m_checked = Qt::Unchecked;
    bool m_pressed = false;
};

} // namespace ui
