#include "ui/kit/secretview.h"

#include "ui/kit/theme.h"

#include <QAccessibleWidget>
#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int hiddenDots = 36;
constexpr std::chrono::seconds shownFor{30};

//! A piece of static text whose value is there only while a person sees it too.
class SecretAccessible final : public QAccessibleWidget, public QAccessibleTextInterface {
public:
    explicit SecretAccessible(SecretView *view) : QAccessibleWidget(view, QAccessible::StaticText), m_view(view) {}

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value)
            return m_view->spokenText();
        return QAccessibleWidget::text(kind);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        return state;
    }

    QString text(int start, int end) const override
    {
        const QString whole = m_view->spokenText();
        return whole.mid(start, end < 0 ? -1 : end - start);
    }
    int characterCount() const override { return int(m_view->spokenText().size()); }
    QString textBeforeOffset(int offset, QAccessible::TextBoundaryType, int *start, int *end) const override
    {
        return part(0, offset, start, end);
    }
    QString textAfterOffset(int offset, QAccessible::TextBoundaryType, int *start, int *end) const override
    {
        return part(offset + 1, characterCount(), start, end);
    }
    QString textAtOffset(int, QAccessible::TextBoundaryType, int *start, int *end) const override
    {
        return part(0, characterCount(), start, end);
    }
    // Nothing of it can be selected, nor is there a cursor.
    void selection(int, int *start, int *end) const override { *start = *end = 0; }
    int selectionCount() const override { return 0; }
    void addSelection(int, int) override {}
    void removeSelection(int) override {}
    void setSelection(int, int, int) override {}
    int cursorPosition() const override { return 0; }
    void setCursorPosition(int) override {}
    QRect characterRect(int) const override { return rect(); }
    int offsetAtPoint(const QPoint &) const override { return -1; }
    void scrollToSubstring(int, int) override {}
    QString attributes(int, int *start, int *end) const override
    {
        *start = 0;
        *end = characterCount();
        return {};
    }

private:
    QString part(int from, int to, int *start, int *end) const
    {
        *start = std::clamp(from, 0, characterCount());
        *end = std::clamp(to, *start, characterCount());
        return text(*start, *end);
    }

    SecretView *m_view;
};

QAccessibleInterface *accessibleFor(const QString &className, QObject *object)
{
    if (className == "ui::SecretView"_L1)
        return new SecretAccessible(static_cast<SecretView *>(object));
    return nullptr;
}

} // namespace

SecretView::SecretView(QWidget *parent) : QWidget(parent)
{
    QAccessible::installFactory(accessibleFor); // a second time does nothing
    setAccessibleName(tr("Secret"));
    setContextMenuPolicy(Qt::PreventContextMenu);
    setFont(fontFor(TextRole::Fixed));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_hide.setSingleShot(true);
    m_hide.setInterval(shownFor);
    connect(&m_hide, &QTimer::timeout, this, [this] { setShown(false); });
}

void SecretView::setSecret(const core::Secret &secret, qsizetype prefixLength)
{
    setShown(false);
    m_secret = secret;
    m_prefixLength = std::clamp<qsizetype>(prefixLength, 0, qsizetype(secret.size()));
    updateGeometry();
    update();
}

void SecretView::forget()
{
    setSecret({}, 0);
}

void SecretView::setShown(bool shown)
{
    shown = shown && !m_secret.isEmpty();
    if (shown)
        m_hide.start();
    else
        m_hide.stop();
    if (shown == m_shown)
        return;
    m_shown = shown;
    update();
    QAccessibleValueChangeEvent change(this, {});
    QAccessible::updateAccessibility(&change);
    Q_EMIT shownChanged(shown);
}

QString SecretView::spokenText() const
{
    if (m_secret.isEmpty())
        return {};
    if (!m_shown)
        return tr("Hidden");
    const std::string_view text = m_secret.reveal();
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

int SecretView::columns(int width) const
{
    return std::max(8, (width - 1) / std::max(1, fontMetrics().horizontalAdvance(u'0')));
}

int SecretView::heightForWidth(int width) const
{
    // Room for all of it, shown or not: pressing Show must not move what is below.
    const int perLine = columns(width);
    const int lines = (std::max(int(m_secret.size()), 1) + perLine - 1) / perLine;
    return std::max(lines, 1) * (fontMetrics().height() + 2);
}

QSize SecretView::sizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(u'0') * 42;
    return {width, heightForWidth(width)};
}

QSize SecretView::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(u'0') * 20, fontMetrics().height() + 2};
}

void SecretView::paintEvent(QPaintEvent *)
{
    if (m_secret.isEmpty())
        return;
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setPen(tokens.text);
    const std::string_view text = m_secret.reveal();
    const int advance = fontMetrics().horizontalAdvance(u'0');
    const int lineHeight = fontMetrics().height() + 2;
    const int perLine = columns(width());
    const int count = m_shown ? int(text.size()) : std::min(int(m_prefixLength) + hiddenDots, perLine);
    const int lines = (count + perLine - 1) / perLine;
    const int top = (height() - lines * lineHeight) / 2;
    // One letter at a time: no string of the whole secret is made, and none ends in a cache of laid out text.
    for (int i = 0; i < count; ++i) {
        const bool readable = m_shown || i < m_prefixLength;
        const QChar letter = readable ? QLatin1Char(text[std::size_t(i)]) : QChar(u'•');
        painter.drawText(QRect(i % perLine * advance, top + i / perLine * lineHeight, advance, lineHeight),
                         Qt::AlignCenter, letter);
    }
}

bool SecretView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window) {
        const bool left = event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide;
        const bool minimized = event->type() == QEvent::WindowStateChange && m_window->isMinimized();
        if (left || minimized)
            setShown(false);
    }
    return QWidget::eventFilter(watched, event);
}

void SecretView::showEvent(QShowEvent *event)
{
    if (m_window != window()) {
        if (m_window)
            m_window->removeEventFilter(this);
        m_window = window();
        m_window->installEventFilter(this);
    }
    QWidget::showEvent(event);
}

} // namespace ui
