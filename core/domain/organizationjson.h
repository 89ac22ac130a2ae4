#pragma once

#include "core/base/result.h"
#include "core/domain/organization.h"

#include <QJsonObject>

namespace core {

Result<Organization> organizationFromJson(const QJsonObject &object);
QJsonObject toJson(const Organization &organization);
Result<Scope> scopeFromJson(const QJsonObject &object);
QJsonObject toJson(const Scope &scope);

} // namespace core
