#pragma once

#include "core/backend/backend.h"

#include <functional>

namespace core {

class HttpClient;

//! Makes the backend for an account of this kind at this address.
using BackendMaker = std::function<std::unique_ptr<Backend>(BackendKind kind, const QUrl &address)>;

//! For every kind that is reached over the network. Null for the others. \a http must outlive what it makes.
BackendMaker networkBackends(HttpClient &http);

} // namespace core
