#include "ui/signin/secondfactorform.h"

#include "core/services/sessions.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/passwordedit.h"
#include "ui/kit/theme.h"
#include "ui/kit/words.h"

#include <QHBoxLayout>
#include <QHideEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

SecondFactorForm::SecondFactorForm(core::Sessions &sessions, QWidget *parent)
    : Panel(parent),
      m_sessions(sessions),
      m_code(new PasswordEdit),
      m_field(new Field(tr("Code"), m_code)),
      m_notice(new NoticeBar),
      m_signIn(new Button(tr("Sign in"), Button::Look::Primary)),
      m_other(new Button({})),
      m_back(new Button(tr("Back")))
{
    m_code->setObjectName(u"code"_s);
    m_code->setEchoMode(QLineEdit::Normal); // it is over in half a minute, and read from another screen
    m_code->setMaxLength(64);
    auto *ways = new QHBoxLayout;
    ways->setSpacing(spacing::small);
    ways->addWidget(m_other);
    ways->addStretch();
    ways->addWidget(m_back);
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    lines->setSpacing(spacing::medium);
    for (QWidget *part : std::initializer_list<QWidget *>{m_field, m_notice, m_signIn})
        lines->addWidget(part);
    lines->addLayout(ways);
    setFocusProxy(m_code);

    connect(m_code, &QLineEdit::textEdited, this, [this] { m_field->setError({}); });
    connect(m_code, &QLineEdit::returnPressed, this, &SecondFactorForm::submit);
    connect(m_signIn, &QPushButton::clicked, this, &SecondFactorForm::submit);
    connect(m_back, &QPushButton::clicked, this, &QWidget::hide);
    connect(m_other, &QPushButton::clicked, this, [this] {
        ask(m_factor == core::SecondFactor::Authenticator ? core::SecondFactor::BackupCode
                                                          : core::SecondFactor::Authenticator);
    });
}

void SecondFactorForm::begin()
{
    m_notice->dismiss();
    ask(core::SecondFactor::Authenticator);
}

void SecondFactorForm::ask(core::SecondFactor factor)
{
    m_factor = factor;
    m_code->clear();
    m_field->setError({});
    switch (factor) {
    case core::SecondFactor::Authenticator:
        m_field->setHelp(tr("The six digits that your authenticator shows now."));
        m_other->setText(tr("Use a backup code"));
        break;
    case core::SecondFactor::BackupCode:
        m_field->setHelp(tr("One of the codes that you kept. Each works once."));
        m_other->setText(tr("Use the authenticator"));
        break;
    }
    m_code->setFocus();
}

void SecondFactorForm::submit()
{
    if (m_code->text().trimmed().isEmpty()) {
        m_field->setError(tr("Enter the code."));
        return;
    }
    m_code->setText(m_code->text().remove(u' ')); // authenticators show it in groups
    setBusy(true);
    core::whenDone(m_sessions.proveSecondFactor(m_code->take(), m_factor), this,
                   [this](const core::Result<QString> &account) {
                       setBusy(false);
                       if (account)
                           Q_EMIT signedIn(*account);
                       else
                           fail(account.error());
                   });
}

void SecondFactorForm::setBusy(bool busy)
{
    for (QWidget *part : std::initializer_list<QWidget *>{m_field, m_signIn, m_other, m_back})
        part->setEnabled(!busy);
    if (busy)
        m_notice->show(NoticeBar::Look::Neutral, tr("Signing in…"));
    else
        m_notice->dismiss();
}

void SecondFactorForm::fail(const core::Error &error)
{
    using Kind = core::Error::Kind;
    m_code->setFocus();
    if (error.kind == Kind::SignInFailed)
        m_field->setError(m_factor == core::SecondFactor::Authenticator
                              ? tr("This code is wrong, or its half minute is over. Enter the one that is shown now.")
                              : tr("This code is wrong, or was used before."));
    else if (error.kind == Kind::Unauthorized)
        m_notice->show(NoticeBar::Look::Bad, tr("That took too long. Go back and enter your password again."));
    else if (error.kind != Kind::Cancelled)
        m_notice->show(NoticeBar::Look::Bad, words::message(error));
}

//! A window that is only minimized still waits: the authenticator may be on this screen.
void SecondFactorForm::hideEvent(QHideEvent *event)
{
    if (!event->spontaneous()) {
        m_sessions.dropSecondFactor();
        m_code->clear();
        Q_EMIT left();
    }
    Panel::hideEvent(event);
}

} // namespace ui
