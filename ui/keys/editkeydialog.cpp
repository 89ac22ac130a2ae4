#include "ui/keys/editkeydialog.h"

#include "ui/keys/keyform.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

//! When, and for whom, what is changed here holds.
QString consequence(const core::Capabilities &can)
{
    using Scopes = core::Capabilities::Scopes;
    switch (can.scopes) {
    case Scopes::Free: return EditKeyDialog::tr("Changed scopes hold from the very next request.");
    case Scopes::Labels:
        return EditKeyDialog::tr("Scopes and expiry are notes of yours: what the key can do, and until when, its "
                                 "provider decides.");
    case Scopes::Fixed:
    case Scopes::None: break;
    }
    return {};
}

} // namespace

EditKeyDialog::EditKeyDialog(const DialogContext &context, core::Backend &backend, const core::Key &key,
                             QWidget *parent)
    : KeyChangeDialog(tr("Edit key"), context, backend, key, parent), m_form(new KeyForm(context)), m_missing(addHint())
{
    setMinimumWidth(keyFormWidth);
    setHeading(
        tr("Edit “%1”").arg(shownName(key.name)),
        tr("%1 · %2. %3").arg(context.organizationName(), shownName(key.hint), consequence(context.can)).trimmed());
    body()->addWidget(m_form);
    m_save = addPrimary(tr("Save"));
    auto *cancel = addSecondary(tr("Cancel"));

    connect(m_form, &KeyForm::changed, this, &EditKeyDialog::refresh);
    connect(m_save, &QPushButton::clicked, this, &EditKeyDialog::save);
    connect(cancel, &QPushButton::clicked, this, &EditKeyDialog::reject);
    m_form->setScopes(context.organization.scopes);
    fill();
}

void EditKeyDialog::setScopes(const QList<core::Scope> &scopes)
{
    const bool untouched = m_form->filled() == m_shown;
    m_form->setScopes(scopes);
    if (untouched) // the order of the scopes may be another now
        m_shown = m_form->filled();
    refresh();
}

void EditKeyDialog::fill()
{
    m_form->fill(key());
    m_shown = m_form->filled();
    m_form->focusFirst();
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

void EditKeyDialog::save()
{
    if (isPending() || !m_save->isEnabled())
        return;
    m_form->clearErrors();
    submit(changes());
}

void EditKeyDialog::failed(const core::Error &error)
{
    if (m_form->showErrors(error))
        refresh();
    else
        KeyChangeDialog::failed(error);
}

void EditKeyDialog::refresh()
{
    const bool changed = !(m_form->filled() == m_shown);
    const auto fault = m_form->fault();
    m_missing->setText(!fault.isEmpty() ? fault : changed ? QString() : tr("Nothing is changed yet."));
    m_save->setEnabled(changed && fault.isEmpty() && !isPending());
}

} // namespace ui
