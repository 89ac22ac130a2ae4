#include "ui/shell/accountdialog.h"

#include "core/services/sessions.h"
#include "ui/kit/button.h"
#include "ui/shell/accountwords.h"

#include <QListWidget>
#include <QVBoxLayout>

namespace ui {

namespace {
constexpr int rowHeight = 30;
}

AccountDialog::AccountDialog(const QList<core::Account> &accounts, QWidget *parent)
    : Dialog(tr("Sign out"), parent), m_list(new QListWidget(this))
{
    setHeading(tr("Sign out of which account?"),
               tr("Its organizations and their keys leave this window. At its server nothing changes."));
    m_list->setAccessibleName(tr("Accounts"));
    for (const auto &account : accounts) {
        auto *item = new QListWidgetItem(accountwords::lineFor(account.record), m_list);
        item->setData(Qt::UserRole, account.record.id);
        item->setSizeHint({0, rowHeight});
    }
    m_list->setCurrentRow(0);
    body()->addWidget(m_list, 1);
    auto *signOut = addPrimary(tr("Sign out"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(signOut, &QPushButton::clicked, this, &AccountDialog::choose);
    connect(cancel, &QPushButton::clicked, this, &AccountDialog::reject);
    m_list->setFocus();
}

void AccountDialog::choose()
{
    if (const auto *item = m_list->currentItem()) {
        const auto account = item->data(Qt::UserRole).toString();
        accept();
        Q_EMIT chosen(account);
    }
}

} // namespace ui
