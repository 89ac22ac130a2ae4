#pragma once

#include <QUrl>
#include <functional>

namespace core {

//! Hands an address to the system's browser; false where there is none.
using PageOpener = std::function<bool(const QUrl &address)>;

} // namespace core
