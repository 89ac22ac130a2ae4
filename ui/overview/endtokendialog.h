#pragma once

#include "core/services/tokenuse.h"
#include "ui/kit/dialog.h"

namespace ui {

//! Ends a personal token that is in use, after a question: the programs that come with it fail from then on.
class EndTokenDialog : public Dialog {
    Q_OBJECT

public:
    EndTokenDialog(core::TokenUse &tokens, const core::UsedToken &token, const QDateTime &now,
                   QWidget *parent = nullptr);

private:
    void end();

    core::TokenUse &m_tokens;
    const QString m_accountId;
};

} // namespace ui
