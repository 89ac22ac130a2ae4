#pragma once

#include "ui/kit/panel.h"

#include <QList>

class QGridLayout;

namespace ui {

//! A panel of rows under a header, with hairlines between them: a few widgets in a grid, not an item view, since each
//! cell is a check box that keyboard and screen readers should meet as one.
class ScopeTable : public Panel {
    Q_OBJECT

public:
    explicit ScopeTable(QWidget *parent = nullptr);

    void clear();
    void setHeader(const QStringList &columns);
    //! \a name and \a help come from a gateway.
    int addRow(const QString &name, const QString &help);
    //! A sentence in place of rows.
    void addSentence(const QString &sentence);
    void setCell(int row, int column, QWidget *cell);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QGridLayout *m_grid = nullptr;
    QWidget *m_content = nullptr;
    QList<QWidget *> m_titles; //!< first cell of each row below the header
    int m_rows = 0;
};

} // namespace ui
