#include "ui/kit/chart.h"

#include "ui/kit/chartaccess.h"
#include "ui/kit/outcome.h"
#include "ui/kit/quantity.h"
#include "ui/kit/stylepaint.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int roomAbove = 6, roomBelow = 20, roomBesideCounts = 8;

quint32 bitOf(core::CallOutcome outcome)
{
    return 1U << quint32(outcome);
}

} // namespace

Chart::Chart(const QString &name, Axes axes, QWidget *parent) : QWidget(parent), m_axes(axes)
{
    installChartAccess();
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    measure();
}

void Chart::setCounts(const QList<core::UsageCount> &counts, std::chrono::seconds bucket)
{
    const bool sameRows = counts.size() == m_counts.size();
    const bool sameTimes =
        sameRows && bucket == m_bucket && !counts.isEmpty() && counts.first().start == m_counts.first().start;
    m_counts = counts;
    m_bucket = bucket;
    if (!sameTimes)
        m_range.reset();
    if (m_current >= counts.size())
        m_current = -1;
    measure();
    tellEmpty();
    update();
    if (!sameRows) {
        QAccessibleTableModelChangeEvent change(this, QAccessibleTableModelChangeEvent::ModelReset);
        QAccessible::updateAccessibility(&change);
    }
}

void Chart::setEmptyText(const QString &text)
{
    m_emptyText = text;
    tellEmpty();
    update();
}

//! What is painted in place of bars is read to those who cannot see it.
void Chart::tellEmpty()
{
    setAccessibleDescription(isEmpty() ? m_emptyText : QString());
}

void Chart::setSeriesShown(core::CallOutcome outcome, bool shown)
{
    if (isSeriesShown(outcome) == shown)
        return;
    m_hiddenSeries ^= bitOf(outcome);
    measure();
    tellEmpty();
    update();
}

bool Chart::isSeriesShown(core::CallOutcome outcome) const
{
    return (m_hiddenSeries & bitOf(outcome)) == 0;
}

void Chart::setRangeChoosable(bool choosable)
{
    m_rangeChoosable = choosable;
    setCursor(choosable ? Qt::IBeamCursor : Qt::ArrowCursor);
}

QString Chart::bucketName(qsizetype bucket) const
{
    return chart::bucketName(m_counts.at(bucket).start, m_bucket);
}

QStringList Chart::numbers(qsizetype bucket) const
{
    const core::UsageCount &count = m_counts.at(bucket);
    QStringList lines;
    for (const auto outcome : outcome::all)
        if (const qint64 calls = outcome::countOf(count, outcome); calls > 0)
            lines.append(tr("%1: %2").arg(outcome::name(outcome), quantity::number(calls)));
    if (lines.isEmpty())
        return {tr("No requests")};
    if (lines.size() > 1)
        lines.append(tr("Together: %1").arg(quantity::number(count.total())));
    return lines;
}

QFont Chart::axisFont() const
{
    QFont font = fontFor(TextRole::Small);
    font.setPixelSize(11);
    return font;
}

//! Takes everything from the counts and the size that painting needs.
void Chart::measure()
{
    m_highest = 0;
    for (const core::UsageCount &count : m_counts) {
        qint64 sum = 0;
        for (const auto outcome : outcome::all)
            if (isSeriesShown(outcome))
                sum += outcome::countOf(count, outcome);
        m_highest = std::max(m_highest, sum);
    }
    m_scale = chart::scaleFor(m_highest);
    const QFontMetrics metrics(axisFont());
    const auto widthOf = [&metrics](const QString &text) { return metrics.horizontalAdvance(text); };
    QRectF plot = rect();
    if (m_axes != Axes::None)
        plot.adjust(0, 0, 0, -roomBelow);
    if (m_axes == Axes::TimeAndCount) {
        int widest = 0;
        for (qint64 count = 0; count <= m_scale.top; count += m_scale.step)
            widest = std::max(widest, widthOf(chart::shortCount(count)));
        plot.adjust(widest + roomBesideCounts, roomAbove, 0, 0);
    }
    m_places = chart::BarPlaces(plot, m_counts.size(), m_scale.top, devicePixelRatioF());
    m_ticks.clear();
    if (m_axes != Axes::None)
        m_ticks = chart::timeTicks(m_counts, m_bucket, int(plot.width()), widthOf);
}

QRect Chart::bucketRect(qsizetype bucket) const
{
    return m_places.slot(bucket).toAlignedRect();
}

//! What changes with the highlight of a bucket.
QRect Chart::dirtyRect(qsizetype bucket) const
{
    return bucket < 0 ? QRect() : bucketRect(bucket).adjusted(-1, 0, 1, 0);
}

void Chart::setCurrent(qsizetype bucket)
{
    if (bucket == m_current || bucket < 0 || bucket >= m_counts.size())
        return;
    update(dirtyRect(m_current));
    m_current = bucket;
    update(dirtyRect(m_current));
    announceBucket(*this, bucket);
}

void Chart::showNumbers(qsizetype bucket)
{
    const QRect slot = bucketRect(bucket);
    const QString text = bucketName(bucket) + u'\n' + numbers(bucket).join(u'\n');
    QToolTip::showText(mapToGlobal(QPoint(slot.right() + 4, slot.top())), text, this, slot);
}

//! By the keyboard.
void Chart::go(qsizetype bucket, bool extending)
{
    const qsizetype before = m_current < 0 ? bucket : m_current;
    const auto target = std::clamp<qsizetype>(bucket, 0, m_counts.size() - 1);
    if (extending && m_rangeChoosable) {
        m_range = Range{m_range ? m_range->from : before, target};
        update();
    } else {
        unselect();
    }
    setCurrent(target);
    showNumbers(target);
}

void Chart::unselect()
{
    if (!m_range)
        return;
    m_range.reset();
    update();
}

void Chart::choose()
{
    if (!m_rangeChoosable || m_current < 0)
        return;
    const Range range = m_range.value_or(Range{m_current, m_current});
    unselect();
    QToolTip::hideText();
    const auto [first, last] = std::minmax(range.from, range.to);
    Q_EMIT rangeChosen(m_counts.at(first).start, m_counts.at(last).start.addSecs(m_bucket.count()));
}

void Chart::keyPressEvent(QKeyEvent *event)
{
    if (m_counts.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool extending = event->modifiers().testFlag(Qt::ShiftModifier);
    const qsizetype last = m_counts.size() - 1;
    const qsizetype here = m_current < 0 ? last : m_current;
    switch (event->key()) {
    case Qt::Key_Left: go(here - (m_current < 0 ? 0 : 1), extending); break;
    case Qt::Key_Right: go(here + 1, extending); break;
    case Qt::Key_Home: go(0, extending); break;
    case Qt::Key_End: go(last, extending); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(); break;
    case Qt::Key_Escape:
        if (m_range) {
            unselect();
            break;
        }
        [[fallthrough]];
    default: QWidget::keyPressEvent(event);
    }
}

void Chart::focusInEvent(QFocusEvent *event)
{
    if (m_current < 0 && !m_counts.isEmpty() && event->reason() != Qt::MouseFocusReason)
        setCurrent(m_counts.size() - 1);
    QWidget::focusInEvent(event);
    update();
}

void Chart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_counts.isEmpty())
        return;
    unselect();
    setCurrent(m_places.bucketAt(event->position().x()));
    m_pressed = event->position().toPoint();
}

void Chart::mouseMoveEvent(QMouseEvent *event)
{
    if (m_counts.isEmpty())
        return;
    const QPoint point = event->position().toPoint();
    const qsizetype bucket = m_places.bucketAt(point.x());
    const bool dragged = m_pressed && (point - *m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (m_rangeChoosable && (m_range || dragged) && m_pressed) {
        m_range = Range{m_places.bucketAt(m_pressed->x()), bucket};
        update();
    }
    setCurrent(bucket);
    showNumbers(bucket);
}

void Chart::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed.reset();
    if (m_range)
        choose();
}

bool Chart::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Leave:
        if (!hasFocus() && m_current >= 0) {
            update(dirtyRect(m_current));
            m_current = -1;
        }
        break;
    case QEvent::FocusOut: update(); break;
    case QEvent::ScreenChangeInternal: // another scale, perhaps
        measure();
        break;
    default: break;
    }
    return QWidget::event(event);
}

void Chart::resizeEvent(QResizeEvent *event)
{
    measure();
    QWidget::resizeEvent(event);
}

void Chart::paintEvent(QPaintEvent *event)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setFont(axisFont());
    paintHighlights(painter);
    paintGrid(painter);
    if (isEmpty()) {
        painter.setPen(tokens.muted);
        painter.setFont(fontFor(TextRole::Body));
        painter.drawText(m_places.plot(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    } else {
        paintBars(painter, event->rect());
    }
    if (hasFocus())
        paint::focusRing(painter, rect(), tokens.accent, spacing::hair);
}

void Chart::paintGrid(QPainter &painter) const
{
    const Tokens &tokens = tokensFor(palette());
    const QRectF &plot = m_places.plot();
    const qreal pixel = m_places.pixel();
    if (m_axes == Axes::TimeAndCount && !isEmpty()) {
        painter.setPen(tokens.muted);
        for (qint64 count = 0; count <= m_scale.top; count += m_scale.step) {
            const qreal y = m_places.y(count);
            if (count > 0)
                painter.fillRect(QRectF(plot.left(), y, plot.width(), pixel), tokens.faintLine);
            painter.drawText(QRectF(0, y - 8, plot.left() - roomBesideCounts, 16), Qt::AlignRight | Qt::AlignVCenter,
                             chart::shortCount(count));
        }
    }
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), pixel), tokens.line);
    painter.setPen(tokens.muted);
    const QFontMetricsF metrics(painter.font());
    for (const chart::TimeTick &tick : m_ticks) {
        const QRectF bar = m_places.bar(tick.bucket);
        const qreal width = metrics.horizontalAdvance(tick.text);
        const qreal left =
            std::clamp(bar.center().x() - width / 2, plot.left(), std::max(plot.left(), plot.right() - width));
        painter.drawText(QPointF(left, plot.bottom() + roomBelow - 5), tick.text);
    }
}

void Chart::paintHighlights(QPainter &painter) const
{
    const Tokens &tokens = tokensFor(palette());
    if (m_range) {
        const auto [first, last] = std::minmax(m_range->from, m_range->to);
        painter.fillRect(m_places.slot(first).united(m_places.slot(last)), tokens.accentTint);
    } else if (m_current >= 0) {
        painter.fillRect(m_places.slot(m_current), tokens.faintLine);
    }
}

//! Filled boxes on whole pixels: nothing is smoothed, which is what makes a year of them cheap.
void Chart::paintBars(QPainter &painter, const QRect &clip) const
{
    const Tokens &tokens = tokensFor(palette());
    QColor colours[std::size(outcome::all)];
    for (const auto outcome : outcome::all)
        colours[int(outcome)] = outcome::colour(outcome, tokens);
    const qreal pixel = m_places.pixel();
    const qsizetype last = m_places.bucketAt(clip.right());
    for (qsizetype i = m_places.bucketAt(clip.left()); i <= last; ++i) {
        const QRectF bar = m_places.bar(i);
        qreal bottom = m_places.plot().bottom();
        qint64 sum = 0;
        for (const auto outcome : outcome::all) {
            const qint64 calls = isSeriesShown(outcome) ? outcome::countOf(m_counts.at(i), outcome) : 0;
            if (calls == 0)
                continue;
            sum += calls;
            // However few they are, they are seen.
            const qreal top = std::min(m_places.y(sum), bottom - pixel);
            const qreal gap = bar.width() >= 4 && bottom - top >= 3 && bottom < m_places.plot().bottom() ? 1 : 0;
            painter.fillRect(QRectF(bar.left(), top, bar.width(), bottom - gap - top), colours[int(outcome)]);
            bottom = top;
        }
    }
}

QSize Chart::sizeHint() const
{
    return {480, m_axes == Axes::TimeAndCount ? 170 : m_axes == Axes::Time ? 90 : 64};
}

QSize Chart::minimumSizeHint() const
{
    return {160, m_axes == Axes::TimeAndCount ? 110 : m_axes == Axes::Time ? 70 : 48};
}

} // namespace ui
