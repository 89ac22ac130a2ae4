#pragma once

#include "app/gateway/commandline.h"
#include "core/base/clock.h"
#include "core/base/secret.h"

//! The commands that tend people and organizations. Each value is the sentence to print.
core::Result<QString> addUser(const CommandLine &line, const core::Secret &password, const core::Clock &clock);
core::Result<QString> setPassword(const CommandLine &line, const core::Secret &password, const core::Clock &clock);
core::Result<QString> addOrganization(const CommandLine &line, const core::Clock &clock);
