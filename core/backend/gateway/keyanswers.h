#pragma once

#include "core/backend/gateway/gatewaybackend.h"

//! Answers that hold keys, judged beyond their form: a gateway that answers about another key is not believed.
namespace core::answers {

//! The refusal of an id that must not stand in a path.
Error unsafeId();

//! \a keyId: the key that was asked about; empty where it is new.
Result<Key> key(const QJsonObject &answer, const QString &keyId);
//! \a replaced: the id of the old key; empty for a creation.
Result<KeyWithSecret> keyWithSecret(const QJsonObject &answer, const QString &replaced);
Result<Changes> changes(const QJsonObject &answer, const QString &organizationId, const QString &since);

} // namespace core::answers
