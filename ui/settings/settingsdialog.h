#pragma once

#include "ui/kit/dialog.h"

namespace core {
class SettingsStore;
}

namespace ui {

//! The preferences of this computer. Each holds at once: there is nothing to save or to take back.
class SettingsDialog : public Dialog {
    Q_OBJECT

public:
    SettingsDialog(core::SettingsStore &settings, QWidget *parent);

Q_SIGNALS:
    void changed();

private:
    QWidget *themeChoice();
    QWidget *clipboardLife();
    QWidget *lockAfter();
    QWidget *remindersOn();

    core::SettingsStore &m_settings;
};

} // namespace ui
