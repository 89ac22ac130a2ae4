#pragma once

#include "ui/kit/dialog.h"

class QListWidget;

namespace core {
struct Account;
}

namespace ui {

//! Asks which account to sign out of, where the rows on screen belong to several.
class AccountDialog : public Dialog {
    Q_OBJECT

public:
    AccountDialog(const QList<core::Account> &accounts, QWidget *parent);

Q_SIGNALS:
    void chosen(const QString &accountId);

private:
    void choose();

    QListWidget *m_list;
};

} // namespace ui
