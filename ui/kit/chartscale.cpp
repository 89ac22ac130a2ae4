#include "ui/kit/chartscale.h"

#include "ui/kit/words.h"

#include <QCoreApplication>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ui::chart {

namespace {

constexpr std::chrono::seconds wholeDay{24 * 3600};
constexpr int roomBetweenTicks = 14;
constexpr qreal widestBar = 48;

//! Every so many seconds of the day, or days, or months.
struct Stride {
    int seconds = 0;
    int days = 0;
    int months = 0;
};
constexpr Stride strides[] = {{900, 0, 0},   {1800, 0, 0}, {3600, 0, 0}, {7200, 0, 0}, {10800, 0, 0},
                              {21600, 0, 0}, {0, 1, 0},    {0, 2, 0},    {0, 7, 0},    {0, 14, 0},
                              {0, 0, 1},     {0, 0, 3},    {0, 0, 12}};

QDateTime named(const QDateTime &start, std::chrono::seconds bucket)
{
    return bucket < wholeDay ? start.toLocalTime() : start.toUTC();
}

//! Whether the stride's mark lies within the bucket: hours of UTC begin at half past where the clock runs 5:30 ahead.
bool falls(const QDateTime &time, std::chrono::seconds bucket, const Stride &stride)
{
    const int second = time.time().msecsSinceStartOfDay() / 1000;
    const int length = int(std::min(bucket, wholeDay).count());
    if (stride.seconds > 0)
        return length < stride.seconds ? second % stride.seconds < length : length == stride.seconds;
    if (second >= length)
        return false;
    if (stride.days > 0)
        return time.date().toJulianDay() % stride.days == 0; // by sevens: the Mondays
    return time.date().day() == 1 && (time.date().month() - 1) % stride.months == 0;
}

QString tickText(const QDateTime &time, std::chrono::seconds bucket, const Stride &stride)
{
    const bool beginsDay = time.time().msecsSinceStartOfDay() / 1000 < bucket.count();
    if (!beginsDay)
        return time.time().toString(u"HH:mm"_s);
    if (stride.months == 0)
        return words::english().toString(time.date(), u"d MMM"_s);
    return words::english().toString(time.date(), time.date().month() == 1 ? u"MMM yyyy"_s : u"MMM"_s);
}

} // namespace

CountScale scaleFor(qint64 highest)
{
    if (highest <= 1)
        return {};
    qint64 step = 1;
    for (qint64 power = 1; highest > 4 * step; power *= 10)
        for (const qint64 factor : {1, 2, 5})
            if (step = factor * power; highest <= 4 * step)
                break;
    return {(highest + step - 1) / step * step, step};
}

QString shortCount(qint64 count)
{
    const auto written = [](double value, const char *unit) {
        return QCoreApplication::translate("ui::chart", unit).arg(QString::number(std::round(value * 10) / 10));
    };
    if (count < 10'000)
        return words::english().toString(count);
    if (count < 1'000'000)
        return written(double(count) / 1e3, QT_TRANSLATE_NOOP("ui::chart", "%1k"));
    return written(double(count) / 1e6, QT_TRANSLATE_NOOP("ui::chart", "%1M"));
}

QList<TimeTick> timeTicks(const QList<core::UsageCount> &counts, std::chrono::seconds bucket, int width,
                          const std::function<int(const QString &)> &widthOf)
{
    for (const Stride &stride : strides) {
        if (stride.seconds > 0 && stride.seconds < bucket.count())
            continue;
        QList<TimeTick> ticks;
        int room = 0;
        for (qsizetype i = 0; i < counts.size() && room <= width; ++i) {
            const QDateTime time = named(counts.at(i).start, bucket);
            if (!falls(time, bucket, stride))
                continue;
            ticks.append({i, tickText(time, bucket, stride)});
            room += widthOf(ticks.last().text) + roomBetweenTicks;
        }
        if (room <= width && !ticks.isEmpty())
            return ticks;
    }
    return {};
}

QString bucketName(const QDateTime &start, std::chrono::seconds bucket)
{
    const QDateTime time = named(start, bucket);
    const QString day = words::english().toString(time.date(), u"ddd d MMM yyyy"_s);
    if (bucket >= wholeDay)
        return day;
    return u"%1, %2 – %3"_s.arg(day, time.time().toString(u"HH:mm"_s),
                                time.addSecs(bucket.count()).time().toString(u"HH:mm"_s));
}

BarPlaces::BarPlaces(const QRectF &plot, qsizetype buckets, qint64 top, qreal pixelRatio)
    : m_plot(plot), m_buckets(buckets), m_top(top), m_ratio(pixelRatio)
{
}

qreal BarPlaces::snapped(qreal value) const
{
    return std::round(value * m_ratio) / m_ratio;
}

QRectF BarPlaces::slot(qsizetype bucket) const
{
    const qreal width = m_plot.width() / qreal(m_buckets);
    const qreal left = snapped(m_plot.left() + width * qreal(bucket));
    return {left, m_plot.top(), snapped(m_plot.left() + width * qreal(bucket + 1)) - left, m_plot.height()};
}

QRectF BarPlaces::bar(qsizetype bucket) const
{
    QRectF bar = slot(bucket);
    const qreal average = m_plot.width() / qreal(m_buckets);
    const qreal gap = average >= 12 ? 2 : average >= 3 ? 1 : 0;
    const qreal width = std::clamp(bar.width() - gap, pixel(), widestBar);
    bar.setLeft(bar.left() + snapped((bar.width() - width - gap) / 2));
    bar.setWidth(width);
    return bar;
}

qreal BarPlaces::y(qint64 count) const
{
    return snapped(m_plot.bottom() - m_plot.height() * qreal(count) / qreal(m_top));
}

qsizetype BarPlaces::bucketAt(qreal x) const
{
    if (m_buckets == 0)
        return -1;
    const auto bucket = qsizetype(std::floor((x - m_plot.left()) * qreal(m_buckets) / std::max(1.0, m_plot.width())));
    return std::clamp<qsizetype>(bucket, 0, m_buckets - 1);
}

} // namespace ui::chart
