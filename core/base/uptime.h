#pragma once

#include <chrono>

namespace core {

//! Since this machine was started; never goes back, and goes on while it sleeps, which Qt's timers and deadlines do
//! not.
std::chrono::milliseconds uptime();

} // namespace core
