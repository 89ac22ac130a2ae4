#pragma once

#include <QHeaderView>

namespace ui {

//! The flat header of the app's tables, with the arrow of the order behind its column's name where rows can be ordered.
class RowHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit RowHeader(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;
    //! Paints what stands in front of a name; answers where the name begins.
    virtual int paintLead(QPainter &painter, const QRect &rect, int section) const;
};

} // namespace ui
