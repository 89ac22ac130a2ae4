#pragma once

#include "core/domain/activity.h"
#include "core/domain/usage.h"
#include "ui/kit/chartscale.h"

#include <QWidget>
#include <chrono>
#include <optional>

namespace ui {

//! Calls over time: a bar for each hour, day or other stretch, stacked by how the calls ended. Arrows, Home and End go
//! from bar to bar and say its numbers, as the pointer does; assistive technology finds a table of them.
class Chart : public QWidget {
    Q_OBJECT

public:
    enum class Axes { None, Time, TimeAndCount };

    //! \a name is what assistive technology calls it.
    explicit Chart(const QString &name, Axes axes = Axes::TimeAndCount, QWidget *parent = nullptr);

    //! In the order of time, each \a bucket long, without gaps.
    void setCounts(const QList<core::UsageCount> &counts, std::chrono::seconds bucket);
    const QList<core::UsageCount> &counts() const { return m_counts; }
    //! What stands there while nothing was called: "No requests in these 30 days".
    void setEmptyText(const QString &text);

    void setSeriesShown(core::CallOutcome outcome, bool shown);
    bool isSeriesShown(core::CallOutcome outcome) const;

    //! Lets a stretch of time be chosen: by dragging, or with Shift and the arrows, then Enter.
    void setRangeChoosable(bool choosable);

    qsizetype current() const { return m_current; } //!< −1: none
    //! Goes there and says it.
    void setCurrent(qsizetype bucket);
    QString bucketName(qsizetype bucket) const;
    //! All numbers of a bucket: "1,234 allowed", a line for each outcome that occurred.
    QStringList numbers(qsizetype bucket) const;
    QRect bucketRect(qsizetype bucket) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    //! By a person; \a to is the end of the last bucket.
    void rangeChosen(const QDateTime &from, const QDateTime &to);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    struct Range {
        qsizetype from, to; //!< `to` is where it is being extended, before or behind `from`
    };

    void measure();
    bool isEmpty() const { return m_highest == 0; }
    void tellEmpty();
    QRect dirtyRect(qsizetype bucket) const;
    void go(qsizetype bucket, bool extending);
    void choose();
    void unselect();
    void showNumbers(qsizetype bucket);
    void paintGrid(QPainter &painter) const;
    void paintHighlights(QPainter &painter) const;
    void paintBars(QPainter &painter, const QRect &clip) const;
    QFont axisFont() const;

    const Axes m_axes;
    QList<core::UsageCount> m_counts;
    std::chrono::seconds m_bucket{0};
    QString m_emptyText;
    quint32 m_hiddenSeries = 0; //!< a bit for each outcome
    bool m_rangeChoosable = false;
    qsizetype m_current = -1;
    std::optional<Range> m_range;
    std::optional<QPoint> m_pressed;

    qint64 m_highest = 0;
    chart::CountScale m_scale;
    QList<chart::TimeTick> m_ticks;
    chart::BarPlaces m_places;
};

} // namespace ui
