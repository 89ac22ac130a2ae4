#include "ui/activity/eventdelegate.h"

#include "ui/activity/eventtablemodel.h"
#include "ui/activity/eventwords.h"
#include "ui/kit/badge.h"

#include <QPainter>

namespace ui {

namespace {
constexpr int pillHeight = 19;
}

EventDelegate::EventDelegate(const EventTableModel &model, const QTableView &view) : RowDelegate(view), m_model(model)
{
}

void EventDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintGround(*painter, option, index);
    const auto &tokens = tokensFor(option.palette);
    if (const auto *event = m_model.eventAt(index.row()))
        paintCell(*painter, inner(option.rect), *event, index.column(), tokens);
    else if (index.column() == EventTableModel::What) // it is on its way
        paintText(*painter, inner(option.rect), body(), tokens.muted, QStringLiteral("…"));
}

void EventDelegate::paintCell(QPainter &painter, const QRect &room, const core::ActivityEvent &event, int column,
                              const Tokens &tokens) const
{
    const auto text = m_model.text(event, column);
    switch (static_cast<EventTableModel::Column>(column)) {
    case EventTableModel::Time:
    case EventTableModel::Address: paintText(painter, room, fixed(), tokens.text, text); return;
    case EventTableModel::Status:
        if (!text.isEmpty())
            paintPill(
                painter,
                {room.left(), room.center().y() - pillHeight / 2, std::min(pillWidth(text), room.width()), pillHeight},
                text, eventwords::statusTone(event.status, tokens));
        return;
    case EventTableModel::Event:
    case EventTableModel::Key:
    case EventTableModel::What: paintText(painter, room, body(), tokens.text, text); return;
    case EventTableModel::ColumnCount: return;
    }
}

} // namespace ui
