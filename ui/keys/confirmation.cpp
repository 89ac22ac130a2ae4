#include "ui/keys/confirmation.h"

#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "ui/keys/passworddialog.h"

namespace ui {

Confirmation::Confirmation(core::Sessions &sessions, core::Directory &directory)
    : m_sessions(sessions), m_directory(directory)
{
}

void Confirmation::setLocalConfirmer(Confirmer confirmer)
{
    m_localConfirmer = std::move(confirmer);
}

core::Async<> Confirmation::confirm(qint64 organization, QWidget *window)
{
    const auto found = m_directory.organization(organization);
    const auto account = found ? m_sessions.account(found->accountId) : std::nullopt;
    if (!account || !window) // signed out, or the dialog that wanted it has gone
        return core::ready(core::Result<>(core::Error{core::Error::Kind::Cancelled}));
    if (account->record.local && m_localConfirmer)
        return m_localConfirmer(account->record.id);

    const core::Settle<> settle;
    auto *dialog = new PasswordDialog(m_sessions, account->record, window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [settle](int result) {
        if (result == QDialog::Accepted)
            settle(core::Result<>());
        else
            settle(core::Error{core::Error::Kind::Cancelled});
    });
    dialog->open();
    return settle.operation();
}

} // namespace ui
