#pragma once

#include <QIcon>

namespace ui {

enum class Symbol { Key, Plus, Search, Refresh, Rotate, Edit, Revoke, Disable, Export, Copy, Show, Hide, Lock, Account, Chevron,
                    Check, Warning, Offline, Settings, SignOut, Organization, Close, App };

//! One of our own line icons, recoloured from the palette, rendered once a colour and scale.
QIcon icon(Symbol symbol);

} // namespace ui
