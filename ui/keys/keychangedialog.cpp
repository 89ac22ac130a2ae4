#include "ui/keys/keychangedialog.h"

#include "core/backend/backend.h"
#include "core/services/keys.h"
#include "ui/keys/confirmation.h"
#include "ui/kit/noticebar.h"

#include <QVBoxLayout>

namespace ui {

KeyChangeDialog::KeyChangeDialog(const QString &name, const DialogContext &context, core::Backend &backend,
                                 const core::Key &key, QWidget *parent)
    : Dialog(name, parent), m_context(context), m_backend(backend), m_key(key), m_notice(new NoticeBar(this))
{
    setMinimumWidth(keyDialogWidth);
    m_notice->dismiss();
    body()->addWidget(m_notice);
}

void KeyChangeDialog::submit(const core::KeyChanges &changes)
{
    clearFailure();
    m_notice->dismiss();
    const auto update = [keys = &m_context.keys, organization = m_context.reference(), key = m_key, changes] {
        return keys->update(organization, key, changes);
    };
    run(m_context.confirmation.guard(m_context.reference(), this, update), [this](const core::Key &key) {
        accept();
        Q_EMIT saved(key);
    });
}

void KeyChangeDialog::failed(const core::Error &error)
{
    if (error.kind == core::Error::Kind::ChangedMeanwhile)
        offerReload();
    else
        Dialog::failed(error);
    refresh();
}

void KeyChangeDialog::offerReload()
{
    m_notice->show(
        NoticeBar::Look::Warning,
        tr("Somebody else changed this key meanwhile. Nothing of yours was saved. Look at its current values, "
           "then change what you still want to."));
    m_notice->addAction(tr("Show current values"), [this] { reload(); });
}

void KeyChangeDialog::reload()
{
    run(m_backend.key(m_key.id), [this](const core::Key &key) {
        m_notice->dismiss();
        m_key = key;
        fill();
    });
}

} // namespace ui
