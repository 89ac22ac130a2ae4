#include "ui/keys/confirmation.h"

#include "core/services/directory.h"
#include "core/services/sessions.h"
#include "ui/keys/passworddialog.h"

namespace ui {

Confirmation::Confirmation(core::Sessions &sessions, core::Directory &directory)
    : m_sessions(sessions), m_directory(directory)
{
}

void Confirmation::setConfirmer(Confirmer confirmer)
{
    m_confirmer = std::move(confirmer);
}

core::Async<> Confirmation::confirm(qint64 organization, QWidget *window)
{
    const auto found = m_directory.organization(organization);
    const auto account = found ? m_sessions.account(found->accountId) : std::nullopt;
    if (!account || !window) // signed out, or the dialog that wanted it has gone
        return core::ready(core::Result<>(core::Error{core::Error::Kind::Cancelled}));
    if (m_confirmer) {
        if (const auto other = m_confirmer(account->record, window))
            return *other;
    }
    return (new PasswordDialog(m_sessions, account->record, window))->ask();
}

} // namespace ui
