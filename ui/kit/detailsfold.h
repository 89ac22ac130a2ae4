#pragma once

#include <QObject>

class QHBoxLayout;
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

    //! Where the page puts list and panel side by side: it ends at the edge of the window only with the panel.
    QHBoxLayout *body() const { return m_body; }
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
    QHBoxLayout *m_body;
    bool m_unfolded = false;
};

} // namespace ui
