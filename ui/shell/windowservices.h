#pragma once

#include "core/base/pageopener.h"

namespace core {
class BrowserSignIn;
class CallerWatch;
class Clock;
class CredentialStore;
class Directory;
class EventCache;
class KeyCache;
class Keys;
class KeySync;
class LiveActivity;
class LocalGateway;
class Rotations;
class Sessions;
class SettingsStore;
class Usage;
class WatchedAccount;
} // namespace core

namespace ui {

class SecretClipboard;

//! What the window and its screens work with. All outlive them.
struct WindowServices {
    core::Sessions &sessions;
    core::Directory &directory;
    core::KeySync &sync;
    core::Keys &keys;
    core::KeyCache &cache;
    core::SettingsStore &settings;
    const core::CredentialStore &credentials;
    core::LocalGateway &localGateway;
    const core::Clock &clock;
    SecretClipboard &clipboard;
    core::Usage &usage;
    core::Rotations &rotations;
    core::CallerWatch &callers;
    core::EventCache &events;
    core::LiveActivity &live;
    core::BrowserSignIn &browser;
    core::WatchedAccount &watched;
    const core::PageOpener &openPage;
};

} // namespace ui
