#pragma once

#include <QScrollArea>

namespace ui {

//! The scroll area of pages, panels and forms: without a frame, as wide as it is given, with a bar only where there is
//! something to scroll. The bar lies in the content's right margin, so that nothing moves when it comes or goes.
class ScrollArea : public QScrollArea {
    Q_OBJECT

public:
    //! Owns \a content, whose layout's right margin should be at least as wide as a bar.
    explicit ScrollArea(QWidget *content, QWidget *parent = nullptr);

    //! How high the content is in an area of this width that needs no bar.
    int wholeHeight(int width) const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void giveBarItsRoom();

    int m_taken = 0; //!< of the margin, by the bar
};

} // namespace ui
