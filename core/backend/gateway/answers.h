#pragma once

#include "core/base/result.h"
#include "core/net/httpclient.h"

#include <QJsonObject>

//! The one place where an answer's status and error code become a value or an error kind.
namespace core::answers {

//! The JSON object of an answer that must have \a status.
Result<QJsonObject> object(const HttpReply &reply, int status);
//! For an answer that must be 204 and say nothing.
Result<> nothing(const HttpReply &reply);
//! What a code of the contract means where no status comes with it.
Error::Kind kindOf(const QString &code);
//! What a reply that was not the expected one means.
Error error(const HttpReply &reply);

} // namespace core::answers
