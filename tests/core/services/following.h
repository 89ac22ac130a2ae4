#pragma once

#include "core/services/callerwatch.h"
#include "core/services/keysync.h"
#include "core/services/liveactivity.h"
#include "core/services/rotations.h"
#include "core/services/usage.h"
#include "core/storage/eventcache.h"
#include "core/storage/rotationstore.h"
#include "core/storage/usagecache.h"
#include "tests/core/services/desk.h"

namespace test {

//! The services by which the app follows what happens at its servers, over those that it signs in and changes keys
//! with.
struct Following {
    Following(core::Database &database, core::Sessions &sessions, core::Directory &directory, core::Keys &keys,
              core::KeyCache &cache, core::Clock &clock)
        : usageCache(database),
          events(database),
          rotationStore(database),
          sync(sessions, directory, cache, clock),
          usage(sessions, directory, usageCache, clock),
          rotations(directory, keys, sync, cache, rotationStore, clock),
          callers(sessions, directory, usage, clock),
          live(sessions, directory, sync)
    {
    }
    explicit Following(Desk &desk)
        : Following(*desk.database, desk.sessions, desk.directory, desk.keys, desk.cache, desk.clock)
    {
    }

    core::UsageCache usageCache;
    core::EventCache events;
    core::RotationStore rotationStore;
    core::KeySync sync;
    core::Usage usage;
    core::Rotations rotations;
    core::CallerWatch callers;
    core::LiveActivity live;
};

} // namespace test
