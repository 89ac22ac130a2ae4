#pragma once

#include "ui/kit/dialog.h"
#include "ui/watched/watchcontext.h"

#include <QTimer>

namespace ui {

class CheckResult;
class SecretField;

//! Asks a key's provider whether it takes the key, when the person presses the button and not before.
class CheckDialog : public Dialog {
    Q_OBJECT

public:
    CheckDialog(const WatchContext &context, const WatchedPlace &place, QWidget *parent);

protected:
    void failed(const core::Error &error) override;

private:
    void check();
    void refresh();

    const WatchContext m_context;
    WatchedPlace m_place;
    PlainLabel *m_line;
    SecretField *m_secret = nullptr; //!< where only the fingerprint is kept
    CheckResult *m_result;
    Button *m_check = nullptr;
    QTimer m_tick; //!< while the provider wants us to wait
};

} // namespace ui
