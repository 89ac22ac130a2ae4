#include "ui/keys/keydelegate.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "ui/keys/keytablemodel.h"
#include "ui/kit/badge.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace ui {

namespace {

constexpr qsizetype longestShown = 100;
constexpr int ringWidth = 2;

QFont hintFont()
{
    auto font = fontFor(TextRole::Fixed);
    font.setPixelSize(12);
    return font;
}

} // namespace

KeyDelegate::KeyDelegate(const KeyTableModel &model, const core::Clock &clock, const QTableView &view)
    : m_model(model),
      m_clock(clock),
      m_view(view),
      m_body(fontFor(TextRole::Body)),
      m_strong(fontFor(TextRole::Strong)),
      m_fixed(hintFont())
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
    if (const auto *key = m_model.keyAt(index.row()))
        paintCell(*painter, option.rect, *key, index.column(), tokensFor(option.palette));
}

void KeyDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto &tokens = tokensFor(option.palette);
    const auto &cell = option.rect;
    painter.fillRect(cell, option.state.testFlag(QStyle::State_Selected) ? tokens.accentTint : tokens.surface);
    painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), tokens.faintLine);
    if (!m_view.hasFocus() || m_view.currentIndex().row() != index.row())
        return;
    // One ring around the whole row, of which each cell draws its part.
    const auto *header = m_view.horizontalHeader();
    const int place = header->visualIndex(index.column());
    painter.fillRect(QRect(cell.left(), cell.top(), cell.width(), ringWidth), tokens.accent);
    painter.fillRect(QRect(cell.left(), cell.bottom() - ringWidth + 1, cell.width(), ringWidth), tokens.accent);
    if (place == 0)
        painter.fillRect(QRect(cell.left(), cell.top(), ringWidth, cell.height()), tokens.accent);
    if (place == header->count() - 1)
        painter.fillRect(QRect(cell.right() - ringWidth + 1, cell.top(), ringWidth, cell.height()), tokens.accent);
}

void KeyDelegate::paintBox(QPainter &painter, const QStyleOptionViewItem &option) const
{
    QStyleOptionViewItem box = option;
    box.rect = boxRect(option.rect);
    box.state = QStyle::State_Enabled;
    box.state.setFlag(option.state.testFlag(QStyle::State_Selected) ? QStyle::State_On : QStyle::State_Off);
    m_view.style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, &painter, &m_view);
}

void KeyDelegate::paintCell(QPainter &painter, const QRect &cell, const core::Key &key, int column,
                            const Tokens &tokens) const
{
    const auto now = m_clock.now();
    const auto inner = cell.adjusted(margin, 0, -margin / 2, 0);
    switch (KeyTableModel::Column(column)) {
    case KeyTableModel::Name:
        paintText(painter, cell.adjusted(nameIndent, 0, -margin / 2, 0), m_strong, tokens.text,
                  core::shown(key.name, longestShown));
        return;
    case KeyTableModel::Status: paintBadge(painter, inner, words::shownStatus(key, now), tokens); return;
    case KeyTableModel::Hint:
        paintText(painter, inner, m_fixed, tokens.text, core::shown(key.hint, longestShown));
        return;
    case KeyTableModel::Scopes: paintTags(painter, inner, key.scopes, tokens); return;
    case KeyTableModel::LastUsed:
        paintText(painter, inner, m_body, key.lastUsed ? tokens.text : tokens.muted, words::lastUse(key, now));
        return;
    case KeyTableModel::Expires: {
        const bool soon = words::shownStatus(key, now) == words::Shown::ExpiresSoon;
        paintText(painter, inner, soon ? m_strong : m_body, soon ? tokens.warning.foreground : tokens.text,
                  words::expiry(key, now));
        return;
    }
    case KeyTableModel::ColumnCount: return;
    }
}

void KeyDelegate::paintText(QPainter &painter, const QRect &rect, const Face &face, const QColor &colour,
                            const QString &text)
{
    painter.setFont(face.font);
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextDontClip,
                     face.metrics.elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace ui
