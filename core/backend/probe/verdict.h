#pragma once

#include "core/domain/keycheck.h"
#include "core/domain/watching.h"
#include "core/net/httpclient.h"

namespace core {

//! Reads what a provider's answer to a probe says of the key, and nothing else: customers' records that came with it
//! are dropped. The only place that knows which status means what.
namespace verdicts {

//! The texts of \a reply are free of the key already.
KeyCheck from(const HttpReply &reply, const Watching &provider, const ProbeCall &probe, const QDateTime &now);
//! There is no whole answer.
KeyCheck from(const Error &error, const QDateTime &now);

} // namespace verdicts

} // namespace core
