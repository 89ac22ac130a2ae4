#include "ui/keys/retiredialog.h"

#include "core/base/clock.h"
#include "core/services/keys.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/revokefacts.h"
#include "ui/kit/button.h"
#include "ui/kit/words.h"

#include <QVBoxLayout>

namespace ui {

namespace {

QString consequence(const core::Key &key)
{
    // Where the server does not end it by itself, somebody has to, and for good.
    return key.retiresAt.isValid()
               ? RetireDialog::tr("It stops working at once, and not only at %1.").arg(dayAndTime(key.retiresAt))
               : RetireDialog::tr("It is revoked: it stops working at once and for good.");
}

} // namespace

RetireDialog::RetireDialog(const DialogContext &context, const core::Key &key, QWidget *parent)
    : Dialog(tr("Retire key"), parent), m_context(context), m_key(key)
{
    setMinimumWidth(keyDialogWidth);
    setHeading(tr("Retire “%1” now?").arg(shownName(key.name)),
               tr("%1 · %2 · created %3. %4 Its new key is not touched.")
                   .arg(context.organizationName(), shownName(key.hint), words::date(key.createdAt), consequence(key)));
    body()->addWidget(new RevokeFacts(key, context.clock.now()));
    connect(addEnding(tr("Retire now")), &QPushButton::clicked, this, &RetireDialog::retire);
}

void RetireDialog::retire()
{
    clearFailure();
    const auto retireIt = [keys = &m_context.keys, organization = m_context.reference(), key = m_key] {
        return keys->retireNow(organization, key);
    };
    run(m_context.confirmation.guard(m_context.reference(), this, retireIt), [this](const core::Key &key) {
        accept();
        Q_EMIT retired(key);
    });
}

} // namespace ui
