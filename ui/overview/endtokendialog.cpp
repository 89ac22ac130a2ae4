#include "ui/overview/endtokendialog.h"

#include "core/base/text.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"

#include <QVBoxLayout>

namespace ui {

EndTokenDialog::EndTokenDialog(core::TokenUse &tokens, const core::UsedToken &token, const QDateTime &now,
                               QWidget *parent)
    : Dialog(tr("End personal token"), parent), m_tokens(tokens), m_accountId(token.accountId)
{
    setHeading(tr("End your personal token?"),
               tr("At %1, last used %2.").arg(core::shown(token.server), words::relative(token.usedAt, now)));
    body()->addWidget(
        new PlainLabel(tr("It may do all that you may, in every organization, and has no end. A key can be "
                          "limited to what its program does, and taken away alone: give each program one "
                          "first. Who still comes with the token is refused at once, for good."),
                       TextRole::Body));
    connect(addEnding(tr("End token")), &QPushButton::clicked, this, &EndTokenDialog::end);
}

void EndTokenDialog::end()
{
    clearFailure();
    run(m_tokens.end(m_accountId), [this](const auto &) { accept(); });
}

} // namespace ui
