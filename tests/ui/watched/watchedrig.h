#pragma once

#include "tests/core/services/watched/watcheddesk.h"
#include "ui/kit/secretclipboard.h"
#include "ui/watched/watchcontext.h"

#include <QAbstractButton>
#include <QWidget>

namespace test {

//! A person who watches keys, at a window over which the dialogs open.
class WatchedRig : public Watcher {
public:
    WatchedRig();

    ui::WatchedPlace placeOf(const core::WatchedKey &key) const;
    ui::WatchContext context();

    QWidget window;
    ui::SecretClipboard clipboard;
    bool hasBrowser = true;
    QList<QUrl> opened; //!< in the browser
    core::PageOpener openPage;
};

//! The button with this text or name that a person could press now; null where there is none.
QAbstractButton *button(const QWidget &in, const QString &name);
//! Puts \a text into the line that takes a key, as pasting does.
void paste(const QWidget &in, const core::Secret &secret);
//! Whether a visible label says \a words.
bool says(const QWidget &in, const QString &words);

} // namespace test
