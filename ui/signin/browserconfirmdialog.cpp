#include "ui/signin/browserconfirmdialog.h"

#include "core/base/text.h"
#include "ui/kit/button.h"
#include "ui/signin/browserproof.h"

#include <QVBoxLayout>

namespace ui {

BrowserConfirmDialog::BrowserConfirmDialog(core::Sessions &sessions, core::BrowserSignIn &browser,
                                           const core::AccountRecord &account, QWidget *parent)
    : Dialog(tr("Confirm it is you"), parent)
{
    setHeading(tr("Confirm it is you"),
               tr("You signed in a while ago. Sign in again as %1 at %2 "
                  "to go on with the change.")
                   .arg(core::shown(account.email, 100), core::shown(account.gateway.host(), 100)));
    auto *proof = new BrowserProof(sessions, browser);
    proof->setAccount(account);
    body()->addWidget(proof);
    auto *close = addSecondary(tr("Close")); // Cancel is what ends the wait for the browser
    connect(close, &QPushButton::clicked, this, &BrowserConfirmDialog::reject);
    connect(proof, &BrowserProof::proved, this, &BrowserConfirmDialog::accept);
    proof->setFocus();
}

} // namespace ui
