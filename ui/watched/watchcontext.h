#pragma once

#include "core/base/pageopener.h"
#include "core/base/result.h"
#include "core/domain/profile.h"
#include "core/domain/watchedkey.h"

namespace core {
class Clock;
class WatchedKeys;
} // namespace core

namespace ui {

class SecretClipboard;

//! What the dialogs about watched keys work with. All of it outlives them.
struct WatchContext {
    core::WatchedKeys &keys;
    const core::Clock &clock;
    SecretClipboard &clipboard;
    const core::PageOpener &openPage;
};

//! A watched key with what is known of where it belongs.
struct WatchedPlace {
    core::WatchedKey key;
    core::WatchedOrganization organization;
    core::Profile provider;
    core::WatchedKind kind; //!< as it is asked here

    const core::Watching &watching() const { return *provider.watching; }
    //! The provider's page, as the person or the profile says; empty: not known.
    QString dashboard() const;
};

//! NotFound where the key, or its provider, is not known.
core::Result<WatchedPlace> watchedPlace(const core::WatchedKeys &keys, const QString &keyId);
//! Of all shipped providers those whose keys can be watched, the one for all others last.
QList<core::Profile> watchableProviders();

} // namespace ui
