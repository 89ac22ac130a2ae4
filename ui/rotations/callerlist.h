#pragma once

#include "core/domain/callers.h"

#include <QWidget>

class QGridLayout;

namespace ui {

//! The addresses that call a key, most frequent first; each leads to its requests.
class CallerList : public QWidget {
    Q_OBJECT

public:
    explicit CallerList(QWidget *parent = nullptr);

    void show(const core::Callers &callers, const QDateTime &now);

Q_SIGNALS:
    void addressWanted(const QString &address);

private:
    QGridLayout *m_grid;
    QList<QWidget *> m_cells;
};

} // namespace ui
