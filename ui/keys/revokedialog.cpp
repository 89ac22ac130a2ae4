#include "ui/keys/revokedialog.h"

#include "core/base/clock.h"
#include "core/domain/keyrules.h"
#include "core/services/keys.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/revokefacts.h"
#include "ui/keys/revokereasons.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/words.h"

#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

RevokeDialog::RevokeDialog(const DialogContext &context, const core::Key &key, QWidget *parent)
    : Dialog(tr("Revoke key"), parent), m_context(context), m_key(key), m_reasons(new RevokeReasons(this))
{
    setMinimumWidth(keyDialogWidth);
    setHeading(tr("Revoke “%1”?").arg(shownName(key.name)),
               tr("%1 · %2 · created %3. It stops working at once, and cannot be made to work again.")
                   .arg(context.organizationName(), shownName(key.hint), words::date(key.createdAt)));
    const auto now = context.clock.now();
    body()->addWidget(new RevokeFacts(key, now));
    body()->addWidget(m_reasons);
    if (wasUsedRecently(key, now))
        addNameQuestion();
    m_revoke = addPrimary(tr("Revoke key"), true);
    auto *cancel = addSecondary(tr("Cancel"));
    if (core::keyrules::statusAt(key, now) == core::KeyStatus::Active) {
        auto *disableInstead = addLeading(tr("Disable instead"));
        disableInstead->setToolTip(tr("Stops the key too, until somebody enables it again"));
        connect(disableInstead, &QPushButton::clicked, this, &RevokeDialog::disable);
    }
    connect(m_revoke, &QPushButton::clicked, this, &RevokeDialog::revoke);
    connect(cancel, &QPushButton::clicked, this, &RevokeDialog::reject);
    m_reasons->setFocus();
    refresh();
}

void RevokeDialog::addNameQuestion()
{
    m_typedName = new QLineEdit;
    m_typedName->setObjectName(u"typedName"_s);
    body()->addWidget(new Field(tr("Type the name to confirm"), m_typedName,
                                tr("The key was used in the last 7 days: something will stop working.")));
    connect(m_typedName, &QLineEdit::textChanged, this, &RevokeDialog::refresh);
}

bool RevokeDialog::nameIsTyped() const
{
    if (!m_typedName)
        return true;
    const auto typed = m_typedName->text().trimmed();
    // As it is, or as it is shown: a name may hold what no keyboard types.
    return typed == m_key.name.trimmed() || typed == shownName(m_key.name);
}

void RevokeDialog::refresh()
{
    m_revoke->setEnabled(nameIsTyped() && !isPending());
}

void RevokeDialog::revoke()
{
    if (isPending() || !nameIsTyped())
        return;
    clearFailure();
    const auto revokeIt = [keys = &m_context.keys, organization = m_context.reference(), key = m_key,
                           reason = m_reasons->reason(),
                           note = m_reasons->note()] { return keys->revoke(organization, key, reason, note); };
    run(m_context.confirmation.guard(m_context.reference(), this, revokeIt), [this](const core::Key &key) {
        accept();
        Q_EMIT revoked(key);
    });
}

void RevokeDialog::disable()
{
    clearFailure();
    const auto disableIt = [keys = &m_context.keys, organization = m_context.reference(), key = m_key] {
        return keys->setEnabled(organization, key, false);
    };
    run(m_context.confirmation.guard(m_context.reference(), this, disableIt), [this](const core::Key &key) {
        accept();
        Q_EMIT disabled(key);
    });
}

void RevokeDialog::failed(const core::Error &error)
{
    // Asked again the gateway answers the same: so the way out of not knowing is the button itself.
    Dialog::failed(error);
    refresh();
}

} // namespace ui
