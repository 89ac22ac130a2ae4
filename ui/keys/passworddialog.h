#pragma once

#include "core/storage/settingsstore.h"
#include "ui/kit/dialog.h"

namespace core {
class Sessions;
}

namespace ui {

class Field;
class PasswordEdit;

//! "Confirm it is you": proves the account's password again. Accepted means: the gateway has taken it.
class PasswordDialog : public Dialog {
    Q_OBJECT

public:
    PasswordDialog(core::Sessions &sessions, const core::AccountRecord &account, QWidget *parent);

protected:
    void failed(const core::Error &error) override;

private:
    void submit();

    core::Sessions &m_sessions;
    const QString m_accountId;
    PasswordEdit *m_password;
    Field *m_field;
};

} // namespace ui
