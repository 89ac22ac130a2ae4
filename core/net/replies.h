#pragma once

#include "core/base/error.h"
#include "core/net/httpclient.h"

#include <QNetworkReply>

//! What a reply of Qt's says, once it is over.
namespace core::replies {

int statusOf(const QNetworkReply &reply);
HttpReply read(const QNetworkReply &reply, const QByteArray &body);
//! Why there is no whole answer to a request that may be repeated. \a untrusted: TLS complained.
Error brokenBy(const QNetworkReply &reply, bool untrusted);

} // namespace core::replies
