#include "ui/keys/editkeydialog.h"

#include "core/backend/gatewaybackend.h"
#include "core/services/keys.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/formhint.h"
#include "ui/keys/keyform.h"
#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

EditKeyDialog::EditKeyDialog(const DialogContext &context, core::GatewayBackend &backend, const core::Key &key,
                             QWidget *parent)
    : Dialog(tr("Edit key"), parent),
      m_context(context),
      m_backend(backend),
      m_notice(new NoticeBar(this)),
      m_form(new KeyForm(context)),
      m_missing(new FormHint(*this))
{
    setMinimumWidth(keyFormWidth);
    setHeading(tr("Edit “%1”").arg(shownName(key.name)), tr("%1 · %2. Changed scopes hold from the very next request.")
                                                             .arg(context.organizationName(), shownName(key.hint)));
    m_notice->dismiss();
    body()->addWidget(m_notice);
    body()->addWidget(m_form);
    m_save = addPrimary(tr("Save"));
    auto *cancel = addSecondary(tr("Cancel"));

    connect(m_form, &KeyForm::changed, this, &EditKeyDialog::refresh);
    connect(m_save, &QPushButton::clicked, this, &EditKeyDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &EditKeyDialog::reject);
    m_form->setScopes(context.organization.scopes);
    fill(key);
    m_form->focusFirst();
}

void EditKeyDialog::setScopes(const QList<core::Scope> &scopes)
{
    const bool untouched = m_form->filled() == m_shown;
    m_form->setScopes(scopes);
    if (untouched) // the order of the scopes may be another now
        m_shown = m_form->filled();
    refresh();
}

void EditKeyDialog::fill(const core::Key &key)
{
    m_key = key;
    m_form->fill(key);
    m_shown = m_form->filled();
    refresh();
}

core::KeyChanges EditKeyDialog::changes() const
{
    const auto now = m_form->filled();
    core::KeyChanges changes;
    if (now.name != m_shown.name)
        changes.name = now.name;
    if (now.note != m_shown.note)
        changes.note = now.note;
    if (QSet(now.scopes.begin(), now.scopes.end()) != QSet(m_shown.scopes.begin(), m_shown.scopes.end()))
        changes.scopes = now.scopes;
    if (now.expiresAt != m_shown.expiresAt)
        changes.expiresAt = now.expiresAt;
    return changes;
}

void EditKeyDialog::submit()
{
    if (isPending() || !m_save->isEnabled())
        return;
    clearFailure();
    m_notice->dismiss();
    m_form->clearErrors();
    const auto update = [keys = &m_context.keys, organization = m_context.reference(), key = m_key,
                         changes = changes()] { return keys->update(organization, key, changes); };
    run(m_context.confirmation.guard(m_context.reference(), this, update), [this](const core::Key &key) {
        accept();
        Q_EMIT saved(key);
    });
}

void EditKeyDialog::failed(const core::Error &error)
{
    if (error.kind == core::Error::Kind::ChangedMeanwhile)
        offerReload();
    else if (!m_form->showErrors(error))
        Dialog::failed(error);
    refresh();
}

void EditKeyDialog::offerReload()
{
    m_notice->show(
        NoticeBar::Look::Warning,
        tr("Somebody else changed this key meanwhile. Nothing of yours was saved. Look at its current values, "
           "then change what you still want to."));
    m_notice->addAction(tr("Show current values"), [this] { reload(); });
}

void EditKeyDialog::reload()
{
    run(m_backend.key(m_key.id), [this](const core::Key &key) {
        m_notice->dismiss();
        fill(key);
        m_form->focusFirst();
    });
}

void EditKeyDialog::refresh()
{
    const bool changed = !(m_form->filled() == m_shown);
    const auto fault = m_form->fault();
    m_missing->setText(!fault.isEmpty() ? fault : changed ? QString() : tr("Nothing is changed yet."));
    m_save->setEnabled(changed && fault.isEmpty() && !isPending());
}

} // namespace ui
