#include "ui/keys/passworddialog.h"

#include "core/base/text.h"
#include "core/services/sessions.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/passwordedit.h"
#include "ui/kit/words.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

PasswordDialog::PasswordDialog(core::Sessions &sessions, const core::AccountRecord &account, QWidget *parent)
    : Dialog(tr("Confirm it is you"), parent),
      m_sessions(sessions),
      m_accountId(account.id),
      m_password(new PasswordEdit(this)),
      m_field(new Field(tr("Password"), m_password, {}, this))
{
    setHeading(tr("Confirm it is you"),
               tr("Your password was last asked for a while ago. Enter the password of %1 at %2 "
                  "to go on with the change.")
                   .arg(core::shown(account.email, 100), core::shown(account.gateway.host(), 100)));
    m_password->setObjectName(u"password"_s);
    body()->addWidget(m_field);
    auto *confirm = addPrimary(tr("Confirm"));
    auto *cancel = addSecondary(tr("Cancel"));
    confirm->setEnabled(false);
    connect(m_password, &QLineEdit::textChanged, confirm,
            [confirm](const QString &text) { confirm->setEnabled(!text.isEmpty()); });
    connect(confirm, &QPushButton::clicked, this, &PasswordDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &PasswordDialog::reject);
    m_password->setFocus();
}

void PasswordDialog::submit()
{
    if (isPending() || m_password->text().isEmpty())
        return;
    clearFailure();
    m_field->setError({});
    run(m_sessions.confirm(m_accountId, m_password->take()), [this](const std::monostate &) { accept(); });
}

void PasswordDialog::failed(const core::Error &error)
{
    if (error.kind == core::Error::Kind::SignInFailed)
        m_field->setError(tr("This is not the password."));
    else
        Dialog::failed(error);
    m_password->setFocus();
}

} // namespace ui
