#pragma once

#include "core/domain/activity.h"
#include "ui/kit/rowdelegate.h"

namespace ui {

class EventTableModel;
struct Tokens;

//! Paints a row of the activity: what was answered as a pill, the rest as text.
class EventDelegate : public RowDelegate {
    Q_OBJECT

public:
    EventDelegate(const EventTableModel &model, const QTableView &view);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintCell(QPainter &painter, const QRect &room, const core::ActivityEvent &event, int column,
                   const Tokens &tokens) const;

    const EventTableModel &m_model;
};

} // namespace ui
