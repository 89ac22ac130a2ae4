#include "ui/overview/period.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Period)
};

int daysOf(Period period)
{
    switch (period) {
    case Period::Day: return 1;
    case Period::Week: return 7;
    case Period::Month: return 30;
    case Period::Quarter: break;
    }
    return 90;
}

} // namespace

QString nameOf(Period period)
{
    return period == Period::Day ? Words::tr("24 h") : Words::tr("%1 days").arg(daysOf(period));
}

core::UsageBucket bucketOf(Period period)
{
    return period == Period::Day || period == Period::Week ? core::UsageBucket::Hour : core::UsageBucket::Day;
}

QString chartTitle(Period period)
{
    return bucketOf(period) == core::UsageBucket::Hour ? Words::tr("Requests per hour") : Words::tr("Requests per day");
}

std::chrono::seconds bucketLength(Period period)
{
    return bucketOf(period) == core::UsageBucket::Hour ? std::chrono::hours(1) : std::chrono::hours(24);
}

QDateTime beginOf(Period period, const QDateTime &now)
{
    // The bucket that is under way is the last one.
    const qint64 bucket = bucketLength(period).count();
    const qint64 end = (now.toSecsSinceEpoch() / bucket + 1) * bucket;
    return QDateTime::fromSecsSinceEpoch(end - daysOf(period) * 24LL * 3600, Qt::UTC);
}

} // namespace ui
