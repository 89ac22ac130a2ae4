#include "ui/keys/newkeydialog.h"

#include "core/base/text.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/keyform.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

NewKeyDialog::NewKeyDialog(const DialogContext &context, QWidget *parent)
    : Dialog(tr("New key"), parent), m_context(context), m_form(new KeyForm(context)), m_missing(addHint())
{
    setMinimumWidth(keyFormWidth);
    setHeading(tr("New key"),
               tr("For %1. The key can act only inside this organization.").arg(context.organizationName()));
    body()->addWidget(m_form);
    m_create = addPrimary(tr("Create key"));
    auto *cancel = addSecondary(tr("Cancel"));

    connect(m_form, &KeyForm::changed, this, &NewKeyDialog::refresh);
    connect(m_create, &QPushButton::clicked, this, &NewKeyDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &NewKeyDialog::reject);
    setScopes(context.organization.scopes);
    m_form->focusFirst();
    refresh();
}

void NewKeyDialog::setScopes(const QList<core::Scope> &scopes)
{
    m_form->setScopes(scopes);
    m_scopesKnown = !scopes.isEmpty();
    if (m_like && m_scopesKnown) { // what the copy was to have can only be chosen now
        const auto like = *std::exchange(m_like, std::nullopt);
        startLike(like);
    }
    refresh();
}

void NewKeyDialog::setExamples(const QList<core::Key> &keys)
{
    m_form->setExamples(keys);
}

void NewKeyDialog::startLike(const core::Key &key)
{
    const auto leftOut = m_form->startLike(key);
    if (!m_scopesKnown)
        m_like = key;
    else if (!leftOut.isEmpty())
        m_leftOut = tr("Left out, since your role cannot grant it: %1.").arg(core::shown(leftOut.join(u", "_s), 200));
    refresh();
}

void NewKeyDialog::showScopesFailure(const core::Error &error)
{
    showFailure(error);
}

void NewKeyDialog::submit()
{
    if (isPending() || !m_form->fault().isEmpty())
        return;
    clearFailure();
    m_form->clearErrors();
    const auto create = [keys = &m_context.keys, organization = m_context.reference(), key = m_form->filled()] {
        return keys->create(organization, key);
    };
    run(m_context.confirmation.guard(m_context.reference(), this, create), [this](const core::Revealed &revealed) {
        accept();
        Q_EMIT created(revealed);
    });
}

void NewKeyDialog::failed(const core::Error &error)
{
    if (error.kind == core::Error::Kind::OutcomeUnknown) {
        // Created again from here it could be there twice: the interrupted operation is asked about instead.
        reject();
        Q_EMIT leftUnknown(error);
        return;
    }
    if (!m_form->showErrors(error))
        Dialog::failed(error);
    refresh();
}

void NewKeyDialog::refresh()
{
    const auto fault = m_form->fault();
    m_missing->setText(fault.isEmpty() ? m_leftOut : fault);
    if (m_create)
        m_create->setEnabled(fault.isEmpty() && !isPending());
}

} // namespace ui
