#pragma once

#include "ui/kit/dialog.h"

class QListWidget;

namespace core {
class Sessions;
}

namespace ui {

//! Asks which account to sign out of, where the rows on screen belong to several.
class AccountDialog : public Dialog {
    Q_OBJECT

public:
    AccountDialog(const core::Sessions &sessions, QWidget *parent);

Q_SIGNALS:
    void chosen(const QString &accountId);

private:
    void choose();

    QListWidget *m_list;
};

} // namespace ui
