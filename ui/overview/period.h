#pragma once

#include "core/domain/usage.h"

#include <QString>
#include <chrono>

//! The stretches of time that the Overview can be about.
namespace ui {

enum class Period { Day, Week, Month, Quarter };

inline constexpr Period allPeriods[] = {Period::Day, Period::Week, Period::Month, Period::Quarter};

QString nameOf(Period period);             //!< "30 days"
QString chartTitle(Period period);         //!< "Requests per day"
core::UsageBucket bucketOf(Period period); //!< hours where days would be too few bars
std::chrono::seconds bucketLength(Period period);
//! The beginning of its first bucket.
QDateTime beginOf(Period period, const QDateTime &now);

} // namespace ui
