#pragma once

#include "core/base/result.h"
#include "core/domain/key.h"

#include <QJsonObject>

namespace core {

//! A key from the contract's JSON. Protocol where a member is missing or of the wrong type; unknown members are
//! ignored.
Result<Key> keyFromJson(const QJsonObject &object);
//! The contract's JSON of a key, as the gateway answers it.
QJsonObject toJson(const Key &key);

QJsonObject toJson(const NewKey &key);
Result<NewKey> newKeyFromJson(const QJsonObject &object);
QJsonObject toJson(const KeyChanges &changes);
QJsonObject toJson(const RotationRequest &rotation);

} // namespace core
