#include "ui/watched/stopwatchingdialog.h"

#include "core/services/watched/watchedkeys.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/button.h"

namespace ui {

StopWatchingDialog::StopWatchingDialog(core::WatchedKeys &keys, const core::Organization &organization, QWidget *parent)
    : Dialog(tr("Stop watching"), parent), m_keys(keys), m_organizationId(organization.id)
{
    setMinimumWidth(keyDialogWidth);
    setHeading(tr("Stop watching “%1”?").arg(shownName(organization.name)),
               tr("What was noted of its keys, their history and their secrets in the keychain leave this computer for "
                  "good. The keys themselves go on working at %1.")
                   .arg(shownName(organization.profileName)));
    connect(addEnding(tr("Stop watching")), &QPushButton::clicked, this, &StopWatchingDialog::stop);
}

void StopWatchingDialog::stop()
{
    if (const auto stopped = m_keys.stopWatching(m_organizationId); !stopped)
        return showFailure(stopped.error());
    accept();
}

} // namespace ui
