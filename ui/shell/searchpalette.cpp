#include "ui/shell/searchpalette.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/services/directory.h"
#include "core/storage/keycache.h"
#include "ui/kit/stylepaint.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"
#include "ui/shell/accountwords.h"
#include "ui/shell/windowactions.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostKeys = 30;
constexpr int listWidth = 536;
constexpr int rowHeight = 34;
constexpr int mostRows = 10; //!< in sight at once
constexpr int detailRole = Qt::UserRole;

//! The title, and muted at the right what it is.
class ResultDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, rowHeight}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensFor(option.palette);
        if (option.state.testFlag(QStyle::State_Selected))
            paint::box(*painter, option.rect, tokens.accentTint, {}, spacing::controlRadius);
        const QRect inside = option.rect.adjusted(10, 0, -10, 0);
        const QString detail = index.data(detailRole).toString();
        painter->setFont(fontFor(TextRole::Small));
        painter->setPen(tokens.muted);
        painter->drawText(inside, Qt::AlignVCenter | Qt::AlignRight, detail);
        const int room = inside.width() - painter->fontMetrics().horizontalAdvance(detail) - spacing::medium;
        painter->setFont(fontFor(TextRole::Body));
        painter->setPen(tokens.text);
        painter->drawText(inside, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
    }
};

bool matches(const QString &candidate, const QString &text)
{
    return candidate.contains(text, Qt::CaseInsensitive);
}

} // namespace

SearchPalette::SearchPalette(const Sources &sources, qint64 organization, QWidget *parent)
    : QDialog(parent),
      m_sources(sources),
      m_organization(organization),
      m_input(new QLineEdit),
      m_results(new QListWidget)
{
    setWindowTitle(tr("Search everything"));
    setAccessibleName(windowTitle());
    setWindowModality(Qt::WindowModal);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowFlag(Qt::FramelessWindowHint);
    m_input->setAccessibleName(tr("Search everything"));
    m_input->setPlaceholderText(tr("Search keys, organizations and actions"));
    m_results->setAccessibleName(tr("Results"));
    m_results->setItemDelegate(new ResultDelegate(m_results));
    m_results->setFrameShape(QFrame::NoFrame);
    m_results->setUniformItemSizes(true);
    m_results->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::medium, spacing::medium, spacing::medium, spacing::medium);
    layout->setSpacing(spacing::small);
    layout->addWidget(m_input);
    layout->addWidget(m_results);
    m_results->setFixedWidth(listWidth);

    m_input->installEventFilter(this);
    connect(m_input, &QLineEdit::textChanged, this, &SearchPalette::search);
    connect(m_input, &QLineEdit::returnPressed, this, &SearchPalette::runCurrent);
    connect(m_results, &QListWidget::itemActivated, this, &SearchPalette::runCurrent);
    connect(m_results, &QListWidget::itemClicked, this, &SearchPalette::runCurrent);
    search({});
}

void SearchPalette::add(const QString &title, const QString &detail, std::function<void()> chosen)
{
    auto *item = new QListWidgetItem(title, m_results);
    item->setData(detailRole, detail);
    item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(title, detail));
    m_choices.push_back(std::move(chosen));
}

void SearchPalette::search(const QString &text)
{
    const QString wanted = text.trimmed();
    m_results->clear();
    m_choices.clear();
    if (!wanted.isEmpty()) {
        addKeys(wanted);
        addOrganizations(wanted);
    }
    addActions(wanted);
    if (m_choices.empty())
        (new QListWidgetItem(tr("Nothing found"), m_results))->setFlags(Qt::NoItemFlags);
    m_results->setCurrentRow(0);
    m_results->setFixedHeight(std::min(m_results->count(), mostRows) * rowHeight); // whole rows
    layout()->activate();
    resize(sizeHint());
}

void SearchPalette::addKeys(const QString &text)
{
    core::KeyQuery query;
    query.organization = m_organization;
    query.text = text;
    query.now = m_sources.clock.now();
    const auto rows = m_sources.cache.rows(query, mostKeys);
    if (!rows)
        return;
    const auto keys = m_sources.cache.cachedKeys(*rows);
    if (!keys)
        return;
    for (const auto &[organization, name, key] : *keys) {
        auto detail = u"%1 · %2"_s.arg(core::shown(key.hint, 40), words::status(words::shownStatus(key, query.now)));
        if (m_organization == core::everyOrganization)
            detail.prepend(core::shown(name, 40) + u" · "_s);
        add(core::shown(key.name, 100), detail,
            [this, from = organization, id = key.id] { Q_EMIT keyChosen(from, id); });
    }
}

void SearchPalette::addOrganizations(const QString &text)
{
    const auto organizations = m_sources.directory.organizations();
    for (const auto &each : organizations) {
        if (!matches(each.organization.name, text))
            continue;
        const auto standing = m_sources.directory.standing(each.reference);
        add(core::shown(each.organization.name, 100),
            tr("Organization · %1").arg(accountwords::footing(each.organization, standing)),
            [this, reference = each.reference] { Q_EMIT organizationChosen(reference); });
    }
}

void SearchPalette::addActions(const QString &text)
{
    const auto actions = m_sources.actions.all();
    for (QAction *action : actions) {
        const QString name = QString(action->text()).remove(u'&');
        if (!action->isEnabled() || action == m_sources.actions.searchEverything || !matches(name, text))
            continue;
        add(name, action->shortcut().toString(QKeySequence::NativeText), [action] { action->trigger(); });
    }
}

void SearchPalette::runCurrent()
{
    const int row = m_results->currentRow();
    if (row < 0 || std::size_t(row) >= m_choices.size())
        return;
    const auto chosen = m_choices.at(std::size_t(row));
    // Closed first: what is chosen may open a dialog, which must not be blocked by this one.
    hide();
    chosen();
    accept();
}

bool SearchPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : key == Qt::Key_PageDown ? 10 : -10;
            m_results->setCurrentRow(
                std::clamp(m_results->currentRow() + step, 0, std::max(0, m_results->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void SearchPalette::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), tokens.surface);
    paint::box(painter, rect(), {}, tokens.line, 0);
}

} // namespace ui
