#include "ui/keys/keytitlebar.h"

#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/quantity.h"
#include "ui/kit/words.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int barHeight = 60;
constexpr int searchWidth = 260;
constexpr int longestSearch = 200;
} // namespace

KeyTitleBar::KeyTitleBar(QWidget *parent)
    : QWidget(parent),
      m_counts(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_asOf(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_search(new QLineEdit),
      m_export(new Button(tr("Export…"))),
      m_create(new Button(tr("New key"), Button::Look::Primary))
{
    setFixedHeight(barHeight);
    m_counts->setObjectName(u"keyCounts"_s);
    m_asOf->setObjectName(u"asOf"_s);
    m_asOf->hide();
    m_search->setObjectName(u"searchKeys"_s);
    m_search->setAccessibleName(tr("Search keys"));
    m_search->setPlaceholderText(tr("Search keys"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(longestSearch);
    m_search->setMinimumWidth(searchWidth / 2);
    m_search->setMaximumWidth(searchWidth);
    m_search->setMinimumHeight(32);
    m_search->installEventFilter(this);
    m_export->setObjectName(u"exportKeys"_s);
    m_create->setObjectName(u"newKey"_s);
    setFocusProxy(m_search);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, 0, spacing::large, 1);
    layout->setSpacing(10);
    layout->addWidget(new PlainLabel(tr("Keys"), TextRole::PageTitle));
    layout->addWidget(m_counts);
    layout->addWidget(m_asOf);
    layout->addStretch(1);
    layout->addWidget(m_search, 4);
    layout->addWidget(m_export);
    layout->addWidget(m_create);

    connect(m_search, &QLineEdit::textChanged, this, &KeyTitleBar::searched);
    connect(m_search, &QLineEdit::returnPressed, this, &KeyTitleBar::searchLeft);
    connect(m_export, &QPushButton::clicked, this, &KeyTitleBar::exportWanted);
    connect(m_create, &QPushButton::clicked, this, &KeyTitleBar::createWanted);
}

void KeyTitleBar::setCounts(const core::ShownCounts &counts)
{
    m_counts->setText(tr("%1 · %2 active").arg(quantity::keys(counts.all), quantity::number(counts.active)));
}

void KeyTitleBar::setAsOf(const QDateTime &time, const QDateTime &now)
{
    m_asOf->setVisible(time.isValid());
    if (!time.isValid())
        return;
    const auto local = time.toLocalTime();
    const bool today = local.date() == now.toLocalTime().date();
    m_asOf->setText(tr("· as of %1").arg(today ? local.toString(u"HH:mm"_s) : words::date(time)));
    m_asOf->setToolTip(words::exact(time).toHtmlEscaped());
}

void KeyTitleBar::setCreating(const QString &refusal)
{
    m_create->setEnabled(refusal.isEmpty());
    m_create->setToolTip(refusal.toHtmlEscaped());
    m_create->setAccessibleDescription(refusal);
}

void KeyTitleBar::setExporting(bool possible)
{
    m_export->setEnabled(possible);
}

QString KeyTitleBar::searchText() const
{
    return m_search->text();
}

void KeyTitleBar::setSearchText(const QString &text)
{
    m_search->setText(text);
}

void KeyTitleBar::resetSearch()
{
    const QSignalBlocker quiet(this);
    m_search->clear();
}

void KeyTitleBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void KeyTitleBar::typeSearch(const QString &typed)
{
    m_search->setFocus(Qt::OtherFocusReason);
    m_search->setText(typed);
}

bool KeyTitleBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Escape: m_search->clear(); return true;
        case Qt::Key_Down: Q_EMIT searchLeft(); return true;
        default: break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void KeyTitleBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokensFor(palette()).line);
}

} // namespace ui
