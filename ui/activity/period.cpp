#include "ui/activity/period.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Period)
};

constexpr qint64 hour = 3600;
constexpr qint64 day = 24 * hour;
//! Up to here the histogram shows hours.
constexpr qint64 longestInHours = 8 * day;
constexpr qint64 retention = 90 * day;

qint64 lengthOf(Period::Last last)
{
    switch (last) {
    case Period::Last::Hour: return hour;
    case Period::Last::Day: return day;
    case Period::Last::Week: return 7 * day;
    case Period::Last::Month: return 30 * day;
    case Period::Last::Quarter:
    case Period::Last::Ever: break;
    }
    return retention;
}

QDateTime wholeUnit(const QDateTime &time, qint64 unit)
{
    const qint64 seconds = time.toSecsSinceEpoch();
    return QDateTime::fromSecsSinceEpoch(seconds - seconds % unit, Qt::UTC);
}

QString edge(const QDateTime &time)
{
    return QLocale(QLocale::English, QLocale::UnitedKingdom).toString(time.toLocalTime(), u"d MMM HH:mm"_s);
}

} // namespace

QString Period::name(Last last)
{
    switch (last) {
    case Last::Hour: return Words::tr("Last hour");
    case Last::Day: return Words::tr("Last 24 hours");
    case Last::Week: return Words::tr("Last 7 days");
    case Last::Month: return Words::tr("Last 30 days");
    case Last::Quarter: return Words::tr("Last 90 days");
    case Last::Ever: break;
    }
    return Words::tr("All that is kept");
}

QDateTime Period::since(Last last, const QDateTime &now)
{
    return last == Last::Ever ? QDateTime() : wholeUnit(now.addSecs(-lengthOf(last)), hour);
}

void Period::choose(Last last)
{
    m_last = last;
    m_range.reset();
}

QString Period::name() const
{
    if (!m_range)
        return name(m_last);
    if (!m_range->until.isValid())
        return Words::tr("Since %1").arg(edge(m_range->since));
    if (!m_range->since.isValid())
        return Words::tr("Until %1").arg(edge(m_range->until));
    return edge(m_range->since) + u" – "_s + edge(m_range->until);
}

void Period::limit(core::ActivityFilter &filter, const QDateTime &now) const
{
    filter.since = m_range ? m_range->since : since(m_last, now);
    filter.until = m_range ? m_range->until : QDateTime();
}

Period::Stretch Period::stretch(const QDateTime &now) const
{
    core::ActivityFilter filter;
    limit(filter, now);
    const auto until = filter.until.isValid() ? filter.until : now;
    const auto since = filter.since.isValid() ? filter.since : until.addSecs(-retention);
    const bool inHours = since.secsTo(until) <= longestInHours;
    const qint64 unit = inHours ? hour : day;
    const auto end = wholeUnit(until.addSecs(unit - 1), unit);
    return {wholeUnit(since, unit), end, inHours ? core::UsageBucket::Hour : core::UsageBucket::Day};
}

} // namespace ui
