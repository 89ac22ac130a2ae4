#pragma once

#include <QObject>

class QWidget;

namespace ui {

class DetailsPanel;

//! Folds a page's details away where the window is too narrow for them to stand beside the list; then they are shown
//! when they are asked for.
class DetailsFold : public QObject {
    Q_OBJECT

public:
    //! \a list gets the keyboard when details that had it fold away. All are parts of \a page.
    DetailsFold(QWidget &page, DetailsPanel &panel, QWidget &list);

    void unfold(bool open);

Q_SIGNALS:
    void folded(bool narrow, bool unfolded);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();

    QWidget &m_page;
    DetailsPanel &m_panel;
    QWidget &m_list;
    bool m_unfolded = false;
};

} // namespace ui
