#pragma once

#include "app/gateway/commandline.h"
#include "core/base/clock.h"
#include "core/base/secret.h"

inline constexpr auto sampleOwner = "owner@northwind.example";

//! `demo`: sample people, an organization for each profile, and keys in every state, in a database that has nobody yet.
//! Everybody gets \a password. The keys' secrets are thrown away: nobody holds them.
core::Result<QString> makeSample(const CommandLine &line, const core::Secret &password, const core::Clock &clock);
