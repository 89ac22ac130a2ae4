#pragma once

#include "core/domain/usage.h"

#include <QList>
#include <QRectF>
#include <QString>
#include <chrono>
#include <functional>

//! What a chart of counts over time is drawn by: round numbers up the side, telling times along the bottom, places.
namespace ui::chart {

struct CountScale {
    qint64 top = 1; //!< a whole number of steps, not below the highest count
    qint64 step = 1;
    bool operator==(const CountScale &) const = default;
};
//! Two to five steps of 1, 2 or 5 times a power of ten.
CountScale scaleFor(qint64 highest);
//! "950", "12k", "1.5M": beside a grid line, where the exact number is not the point.
QString shortCount(qint64 count);

struct TimeTick {
    qsizetype bucket = 0;
    QString text;
    bool operator==(const TimeTick &) const = default;
};
//! As many as fit into \a width side by side. Buckets of whole days lie in UTC, as the gateway counts them; shorter
//! ones are named by the local time.
QList<TimeTick> timeTicks(const QList<core::UsageCount> &counts, std::chrono::seconds bucket, int width,
                          const std::function<int(const QString &)> &widthOf);
//! "Thu 12 Nov 2026", "Thu 12 Nov 2026, 14:00 – 15:00".
QString bucketName(const QDateTime &start, std::chrono::seconds bucket);

//! Where the bars stand. Edges lie on the pixels of the screen, whatever its scale.
class BarPlaces {
public:
    BarPlaces() = default;
    BarPlaces(const QRectF &plot, qsizetype buckets, qint64 top, qreal pixelRatio);

    const QRectF &plot() const { return m_plot; }
    //! The whole height that belongs to a bucket, with the gap to its neighbour.
    QRectF slot(qsizetype bucket) const;
    //! Left edge and width of its bar.
    QRectF bar(qsizetype bucket) const;
    qreal y(qint64 count) const;
    qreal pixel() const { return 1 / m_ratio; }
    //! The nearest, also from beside the plot.
    qsizetype bucketAt(qreal x) const;

private:
    qreal snapped(qreal value) const;

    QRectF m_plot;
    qsizetype m_buckets = 0;
    qint64 m_top = 1;
    qreal m_ratio = 1;
};

} // namespace ui::chart
