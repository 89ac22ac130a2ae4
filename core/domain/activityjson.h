#pragma once

#include "core/base/result.h"
#include "core/domain/activity.h"
#include "core/domain/usage.h"

#include <QJsonObject>

namespace core {

//! An event as the activity and the stream send it.
Result<ActivityEvent> activityEventFromJson(const QJsonObject &object);
QJsonObject toJson(const ActivityEvent &event);

Result<UsageCount> usageCountFromJson(const QJsonObject &object);
Result<UsageBreakdown> usageBreakdownFromJson(const QJsonObject &object);
QJsonObject toJson(const UsageBreakdown &breakdown);

} // namespace core
