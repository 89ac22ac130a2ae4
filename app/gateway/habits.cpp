#include "app/gateway/habits.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 hourLength = 3600 * 1000;
constexpr qint64 dayLength = 24 * hourLength;
constexpr qint64 rushEvery = 9; // days

int hourOf(qint64 time)
{
    return static_cast<int>(time % dayLength / hourLength);
}

//! 1970 began on a Thursday.
bool isWeekend(qint64 time)
{
    return (time / dayLength + 3) % 7 >= 5;
}

double officeHours(qint64 time)
{
    constexpr std::array<double, 24> day{.02, .01, .01, .01, .02, .05, .15, .45, .80, 1.0, 1.0, .95,
                                         .70, .85, 1.0, .95, .80, .55, .30, .18, .12, .08, .05, .03};
    return day[static_cast<std::size_t>(hourOf(time))] * (isWeekend(time) ? 0.12 : 1.0);
}

} // namespace

const std::vector<Habit> &habits()
{
    static const std::vector<Habit> all{
        {u"Billing webhook"_s,
         26,
         Rhythm::Steady,
         {{"203.0.113.24", "fin-webhook/1.9"}, {"203.0.113.25", "fin-webhook/1.9"}},
         1},
        {u"CRM sync"_s,
         44,
         Rhythm::Office,
         {{"203.0.113.7", "crm-sync/2.4 (crm-1)"},
          {"203.0.113.8", "crm-sync/2.4 (crm-2)"},
          {"203.0.113.9", "crm-sync/2.3 (crm-3)"},
          {"198.51.100.61", "reporting/0.8 python-requests/2.31"}},
         0,
         0.01},
        {u"Nightly export"_s, 9, Rhythm::Nightly, {{"203.0.113.40", "curl/8.5.0"}}},
        {u"Campaign sender"_s,
         17,
         Rhythm::Campaign,
         {{"198.51.100.12", "campaigns/5.1 node"}, {"198.51.100.13", "campaigns/5.1 node"}}},
        {u"Contractor laptop"_s,
         2,
         Rhythm::Probing,
         {{"192.0.2.77", "python-requests/2.31"}, {"192.0.2.143", "PostmanRuntime/7.36"}},
         0,
         0.8,
         5},
        {u"Import of the old system"_s, 4, Rhythm::Nightly, {{"203.0.113.90", "legacy-import/1.0 Java/11"}}, 1, 0, 4},
    };
    return all;
}

const Habit *habitOf(const QString &key)
{
    const auto found = std::find_if(habits().begin(), habits().end(), [&](const Habit &one) { return one.key == key; });
    return found == habits().end() ? nullptr : &*found;
}

double busyness(Rhythm rhythm, qint64 time)
{
    switch (rhythm) {
    case Rhythm::Office: return officeHours(time) / 5.5;
    case Rhythm::Steady: return (0.5 + officeHours(time)) / 20;
    case Rhythm::Nightly: return hourOf(time) == 2 ? 1 : 0;
    case Rhythm::Campaign: return !isWeekend(time) && (hourOf(time) == 10 || hourOf(time) == 15) ? 0.7 : 0;
    case Rhythm::Probing: break;
    }
    return time / dayLength % 4 == 0 && (hourOf(time) == 1 || hourOf(time) == 23) ? 2 : 0;
}

std::chrono::milliseconds within(Rhythm rhythm)
{
    switch (rhythm) {
    case Rhythm::Office:
    case Rhythm::Steady: return std::chrono::hours(1);
    case Rhythm::Nightly: return std::chrono::minutes(25);
    case Rhythm::Campaign: return std::chrono::minutes(12);
    case Rhythm::Probing: break;
    }
    return std::chrono::minutes(9);
}

bool isRushed(qint64 time)
{
    return time / dayLength % rushEvery == 2;
}
