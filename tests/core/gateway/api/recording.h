#pragma once

#include "tests/core/gateway/api/harness.h"

namespace test {

//! Adds the answer to the recording of this program in the folder KEYSTEWARD_EXCHANGES, where the contract is held
//! against it (tests/contract/conformance.py); nothing where that is not set. \a request: the whole one, as it was
//! sent. Secrets, tokens, cookies and query strings are left out.
void record(const QByteArray &request, const Reply &reply);

} // namespace test
