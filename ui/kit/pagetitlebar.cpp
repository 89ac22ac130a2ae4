#include "ui/kit/pagetitlebar.h"

#include "ui/kit/plainlabel.h"
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

PageTitleBar::PageTitleBar(const QString &title, const QString &searchName, const QString &hint, QWidget *parent)
    : QWidget(parent),
      m_layout(new QHBoxLayout(this)),
      m_counts(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_asOf(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_search(new QLineEdit)
{
    setFixedHeight(barHeight);
    m_asOf->setObjectName(u"asOf"_s);
    m_asOf->hide();
    m_search->setAccessibleName(searchName);
    m_search->setPlaceholderText(hint);
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(longestSearch);
    m_search->setMinimumWidth(searchWidth / 2);
    m_search->setMaximumWidth(searchWidth);
    m_search->setMinimumHeight(32);
    m_search->installEventFilter(this);
    setFocusProxy(m_search);

    m_layout->setContentsMargins(spacing::large, 0, spacing::large, 1);
    m_layout->setSpacing(10);
    m_layout->addWidget(new PlainLabel(title, TextRole::PageTitle));
    auto *said = new QHBoxLayout;
    said->setSpacing(spacing::hair);
    said->addWidget(m_counts);
    said->addWidget(m_asOf);
    m_layout->addLayout(said);
    m_layout->addStretch(1);
    m_layout->addWidget(m_search, 4);

    connect(m_search, &QLineEdit::textChanged, this, &PageTitleBar::searched);
    connect(m_search, &QLineEdit::returnPressed, this, &PageTitleBar::searchLeft);
}

void PageTitleBar::addControl(QWidget *control)
{
    m_layout->addWidget(control);
}

void PageTitleBar::nameParts(const QString &counts, const QString &search)
{
    m_counts->setObjectName(counts);
    m_search->setObjectName(search);
}

void PageTitleBar::setCounts(const QString &counts)
{
    m_counts->setText(counts);
}

void PageTitleBar::setAsOf(const QDateTime &time, const QDateTime &now, bool inPart)
{
    m_asOf->setVisible(time.isValid());
    if (!time.isValid())
        return;
    const auto local = time.toLocalTime();
    const bool today = local.date() == now.toLocalTime().date();
    const auto when = today ? local.toString(u"HH:mm"_s) : words::date(time);
    m_asOf->setText(inPart ? tr("· in part as of %1").arg(when) : tr("· as of %1").arg(when));
    m_asOf->setToolTip(words::exact(time).toHtmlEscaped());
}

QString PageTitleBar::searchText() const
{
    return m_search->text();
}

void PageTitleBar::setSearchText(const QString &text)
{
    m_search->setText(text);
}

void PageTitleBar::resetSearch(const QString &text)
{
    const QSignalBlocker quiet(this);
    m_search->setText(text);
}

void PageTitleBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void PageTitleBar::typeSearch(const QString &typed)
{
    m_search->setFocus(Qt::OtherFocusReason);
    m_search->setText(typed);
}

bool PageTitleBar::eventFilter(QObject *watched, QEvent *event)
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

void PageTitleBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokensFor(palette()).line);
}

} // namespace ui
