#include "ui/shell/accountdialog.h"

#include "core/base/text.h"
#include "core/services/sessions.h"
#include "ui/kit/button.h"

#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {
constexpr int rowHeight = 30;
}

AccountDialog::AccountDialog(const core::Sessions &sessions, QWidget *parent)
    : Dialog(tr("Sign out"), parent), m_list(new QListWidget(this))
{
    setHeading(tr("Sign out of which account?"),
               tr("Its organizations and their keys leave this window. At its server nothing changes."));
    m_list->setAccessibleName(tr("Accounts"));
    for (const auto &account : sessions.accounts()) {
        const auto &record = account.record;
        auto *item = new QListWidgetItem(
            u"%1 · %2"_s.arg(core::shown(record.email, 80), core::shown(record.gateway.authority(), 80)), m_list);
        item->setData(Qt::UserRole, record.id);
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
