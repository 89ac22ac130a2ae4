#pragma once

#include "tests/core/services/watched/watcheddesk.h"
#include "ui/kit/secretclipboard.h"
#include "ui/watched/watchcontext.h"

#include <QAbstractButton>
#include <QWidget>

namespace test {

//! A window over which the dialogs open, with a provider and what watches its keys.
class WatchedRig {
public:
    WatchedRig();

    //! A key of a Watsi workspace, or of what \a place is.
    core::WatchedKey watch(const core::NewWatchedKey &described, const core::Secret &secret,
                           const core::WatchedOrganization &place);
    core::WatchedKey watch(const QString &name, const core::Secret &secret);
    core::WatchedKey now(const core::WatchedKey &key) const;
    ui::WatchedPlace placeOf(const core::WatchedKey &key) const;
    ui::WatchContext context();
    //! As after a kill.
    void restart();

    QTemporaryDir folder;
    core::MemoryStore credentials;
    Provider provider;
    std::unique_ptr<WatchedDesk> desk;
    QWidget window;
    ui::SecretClipboard clipboard;
};

//! The button with this text or name that a person could press now; null where there is none.
QAbstractButton *button(const QWidget &in, const QString &name);
//! Puts \a text into the line that takes a key, as pasting does.
void paste(const QWidget &in, const core::Secret &secret);
//! Whether a visible label says \a words.
bool says(const QWidget &in, const QString &words);

} // namespace test
