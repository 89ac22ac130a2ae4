#pragma once

#include "core/storage/settingsstore.h"
#include "ui/kit/dialog.h"

namespace core {
class BrowserSignIn;
class Sessions;
} // namespace core

namespace ui {

//! "Confirm it is you" for who signed in by browser. Accepted means: the account has a session that is as good as new.
class BrowserConfirmDialog : public Dialog {
    Q_OBJECT

public:
    BrowserConfirmDialog(core::Sessions &sessions, core::BrowserSignIn &browser, const core::AccountRecord &account,
                         QWidget *parent);
};

} // namespace ui
