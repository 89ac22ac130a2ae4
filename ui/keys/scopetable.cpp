#include "ui/keys/scopetable.h"

#include "ui/kit/plainlabel.h"
#include "ui/kit/style.h"

#include <QGridLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace ui {

namespace {
constexpr qsizetype longestName = 64;
constexpr qsizetype longestHelp = 200;
} // namespace

ScopeTable::ScopeTable(QWidget *parent) : Panel(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    clear();
}

void ScopeTable::clear()
{
    delete m_content;
    m_content = new QWidget(this);
    m_grid = new QGridLayout(m_content);
    m_grid->setContentsMargins(spacing::medium, 0, spacing::medium, 0);
    m_grid->setHorizontalSpacing(spacing::medium);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(0, 1);
    layout()->addWidget(m_content);
    m_titles.clear();
    m_rows = 0;
}

void ScopeTable::setHeader(const QStringList &columns)
{
    for (int column = 0; column < columns.size(); ++column) {
        auto *label = new PlainLabel({}, TextRole::SectionLabel, PlainLabel::Colour::Muted);
        label->setUntrusted(columns[column], longestName);
        // In line with the boxes below it, or with the names.
        label->setContentsMargins(column > 0 ? Style::ringRoom : 0, spacing::small, 0, spacing::small);
        m_grid->addWidget(label, 0, column);
    }
    m_rows = 1;
}

int ScopeTable::addRow(const QString &name, const QString &help)
{
    auto *title = new PlainLabel;
    title->setUntrusted(name, longestName);
    auto *words = new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted);
    words->setUntrusted(help, longestHelp);
    auto *cell = new QWidget;
    auto *lines = new QVBoxLayout(cell);
    lines->setContentsMargins(0, spacing::small, 0, spacing::small);
    lines->setSpacing(0);
    for (auto *label : {title, words}) {
        // One long word must not widen the whole dialog.
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setWordWrap(true);
        lines->addWidget(label);
    }
    m_grid->addWidget(cell, m_rows, 0);
    m_titles += cell;
    return m_rows++;
}

void ScopeTable::addSentence(const QString &sentence)
{
    auto *label = new PlainLabel(sentence, TextRole::Body, PlainLabel::Colour::Muted);
    label->setWordWrap(true);
    label->setContentsMargins(0, spacing::medium, 0, spacing::medium);
    m_grid->addWidget(label, m_rows++, 0, 1, -1);
}

void ScopeTable::setCell(int row, int column, QWidget *cell)
{
    m_grid->addWidget(cell, row, column, Qt::AlignLeft | Qt::AlignVCenter);
}

void ScopeTable::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    if (m_titles.isEmpty())
        return;
    const auto &tokens = tokensFor(palette());
    const auto top = [this](const QWidget *title) { return m_content->y() + title->y(); };
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath inside;
    inside.addRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), spacing::panelRadius - 1, spacing::panelRadius - 1);
    painter.setClipPath(inside);
    painter.fillRect(QRect(0, 0, width(), top(m_titles.first())), tokens.window);
    for (const auto *title : std::as_const(m_titles))
        painter.fillRect(QRect(0, top(title), width(), 1), tokens.faintLine);
}

} // namespace ui
