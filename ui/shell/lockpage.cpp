#include "ui/shell/lockpage.h"

#include "core/services/sessions.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/panel.h"
#include "ui/kit/passwordedit.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"
#include "ui/shell/localsession.h"
#include "ui/signin/browserproof.h"

#include <QVBoxLayout>

namespace ui {

LockPage::LockPage(core::Sessions &sessions, core::BrowserSignIn &browser, LocalSession &local, QWidget *parent)
    : QWidget(parent),
      m_sessions(sessions),
      m_local(local),
      m_who(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_password(new PasswordEdit),
      m_field(new Field(tr("Password"), m_password)),
      m_failure(new NoticeBar),
      m_unlock(new Button(tr("Unlock"), Button::Look::Primary)),
      m_proof(new BrowserProof(sessions, browser)),
      m_signIn(new Button(tr("Sign in again")))
{
    auto *card = new Panel;
    card->setFixedWidth(440);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    inside->setSpacing(spacing::medium);
    inside->addWidget(m_field);
    inside->addWidget(m_failure);
    inside->addWidget(m_unlock);
    inside->addWidget(m_proof);
    inside->addWidget(m_signIn);
    m_who->setWordWrap(true);
    m_who->setFixedWidth(440);

    auto *page = new QVBoxLayout(this);
    page->setSpacing(spacing::hair);
    page->addStretch(2);
    page->addWidget(new PlainLabel(tr("Keysteward is locked"), TextRole::PageTitle), 0, Qt::AlignHCenter);
    page->addWidget(m_who, 0, Qt::AlignHCenter);
    page->addSpacing(spacing::medium);
    page->addWidget(card, 0, Qt::AlignHCenter);
    page->addStretch(3);
    m_who->setAlignment(Qt::AlignHCenter);

    connect(m_password, &QLineEdit::returnPressed, this, &LockPage::tryUnlock);
    connect(m_unlock, &QPushButton::clicked, this, &LockPage::tryUnlock);
    connect(m_proof, &BrowserProof::proved, this, &LockPage::unlocked);
    connect(m_signIn, &QPushButton::clicked, this, &LockPage::signInWanted);
}

void LockPage::setAccount(const QString &accountId)
{
    m_accountId = accountId;
    const auto account = m_sessions.account(accountId);
    const auto *backend = m_sessions.backend(accountId);
    m_isLocal = account && account->record.local;
    const bool byBrowser = account && BrowserProof::serves(account->record);
    // Some servers take a password for a new session only.
    const bool byPassword = !m_isLocal && !byBrowser && (!backend || backend->capabilities().confirms);
    m_field->setVisible(byPassword);
    m_unlock->setVisible(m_isLocal || byPassword);
    m_proof->setVisible(byBrowser);
    if (byBrowser)
        m_proof->setAccount(account->record);
    m_signIn->setVisible(!m_isLocal);
    m_failure->dismiss();
    m_password->clear();
    m_who->setUntrusted(!account    ? QString()
                        : m_isLocal ? tr("The gateway of this computer knows you by your desktop session.")
                                    : tr("%1 at %2").arg(account->record.email, account->record.gateway.host()));
    setFocusProxy(byPassword  ? static_cast<QWidget *>(m_password)
                  : m_isLocal ? m_unlock
                  : byBrowser ? static_cast<QWidget *>(m_proof)
                              : m_signIn);
}

void LockPage::tryUnlock()
{
    if (!m_unlock->isEnabled())
        return;
    m_failure->dismiss();
    m_unlock->setEnabled(false);
    m_password->setEnabled(false);
    const auto proof = m_isLocal ? m_local.signIn() : m_sessions.confirm(m_accountId, m_password->take());
    core::whenDone(proof, this, [this](const core::Result<> &result) { settled(result ? nullptr : &result.error()); });
}

void LockPage::settled(const core::Error *error)
{
    m_unlock->setEnabled(true);
    m_password->setEnabled(true);
    if (error == nullptr) {
        Q_EMIT unlocked();
        return;
    }
    if (error->kind == core::Error::Kind::SignInFailed)
        m_failure->show(NoticeBar::Look::Bad, tr("That is not the password of this account. Try again."));
    else
        m_failure->show(NoticeBar::Look::Bad, words::message(*error));
    m_password->setFocus();
}

} // namespace ui
