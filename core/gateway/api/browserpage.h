#pragma once

#include "core/gateway/api/call.h"

//! What a person sees in a browser: no script, no style, nothing from elsewhere.
namespace gateway::api {

//! \a back: where a link leads to the app; empty: nowhere. All texts are plain.
Answer browserPage(int status, const QString &title, const QString &text, const QByteArray &back = {});
//! Sends the browser on.
Answer browserRedirect(const QByteArray &address);

} // namespace gateway::api
