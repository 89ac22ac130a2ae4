#include "ui/keys/keydelegate.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "ui/keys/keytablemodel.h"
#include "ui/kit/badge.h"

#include <QPainter>
#include <QTableView>

namespace ui {

namespace {
constexpr qsizetype longestShown = 100;
} // namespace

KeyDelegate::KeyDelegate(const KeyTableModel &model, const core::Clock &clock, const QTableView &view)
    : RowDelegate(view), m_model(model), m_clock(clock)
{
}

QRect KeyDelegate::boxRect(const QRect &cell)
{
    return {cell.left() + margin, cell.top() + (cell.height() - 16) / 2, 16, 16};
}

void KeyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintGround(*painter, option, index);
    if (index.column() == KeyTableModel::Name)
        paintBox(*painter, option);
    if (const auto *row = m_model.rowAt(index.row()))
        paintCell(*painter, option.rect, *row, index.column(), tokensFor(option.palette));
}

void KeyDelegate::paintBox(QPainter &painter, const QStyleOptionViewItem &option) const
{
    QStyleOptionViewItem box = option;
    box.rect = boxRect(option.rect);
    box.state = QStyle::State_Enabled;
    box.state.setFlag(option.state.testFlag(QStyle::State_Selected) ? QStyle::State_On : QStyle::State_Off);
    view().style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, &painter, &view());
}

void KeyDelegate::paintCell(QPainter &painter, const QRect &cell, const core::CachedKey &row, int column,
                            const Tokens &tokens) const
{
    const auto &key = row.key;
    const auto now = m_clock.now();
    const auto room = inner(cell);
    switch (KeyTableModel::Column(column)) {
    case KeyTableModel::Name:
        paintText(painter, cell.adjusted(nameIndent, 0, -margin / 2, 0), strong(), tokens.text,
                  core::shown(key.name, longestShown));
        return;
    case KeyTableModel::Status: paintBadge(painter, room, words::shownStatus(key, now), tokens); return;
    case KeyTableModel::Hint:
        paintText(painter, room, fixed(), tokens.text, core::shown(key.hint, longestShown));
        return;
    case KeyTableModel::Scopes: paintTags(painter, room, key.scopes, tokens); return;
    case KeyTableModel::LastUsed:
        paintText(painter, room, body(), key.lastUsed ? tokens.text : tokens.muted, words::lastUse(key, now));
        return;
    case KeyTableModel::Expires: {
        const bool soon = words::shownStatus(key, now) == words::Shown::ExpiresSoon;
        const auto &face = soon ? strong() : body();
        auto text = words::expiry(key, now);
        if (face.metrics.horizontalAdvance(text) > room.width())
            text = words::shortExpiry(key, now);
        paintText(painter, room, face, soon ? tokens.warning.foreground : tokens.text, text);
        return;
    }
    case KeyTableModel::Organization:
        paintText(painter, room, body(), tokens.text, core::shown(row.organizationName, longestShown));
        return;
    case KeyTableModel::ColumnCount: return;
    }
}

} // namespace ui
