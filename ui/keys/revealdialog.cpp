#include "ui/keys/revealdialog.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "ui/keys/confirmation.h"
#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/panel.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/secretclipboard.h"
#include "ui/kit/secretview.h"
#include "ui/kit/words.h"

#include <QCheckBox>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int leastWidth = 640; //!< a key of our own gateway stands in one line

QString occasion(const core::KeyWithSecret &key, const QString &organization)
{
    const auto name = shownName(key.key.name);
    if (!key.replaced)
        return RevealDialog::tr("“%1” was created for %2. Its secret is shown this once and cannot be read again.")
            .arg(name, organization);
    if (key.replaced->retiresAt.isValid())
        return RevealDialog::tr(
                   "“%1” of %2 has a new secret. It is shown this once and cannot be read again. The old one "
                   "works until %3.")
            .arg(name, organization, dayAndTime(key.replaced->retiresAt));
    const auto shownOnce =
        RevealDialog::tr("“%1” of %2 has a new secret. It is shown this once and cannot be read again.")
            .arg(name, organization);
    if (key.replaced->status != core::KeyStatus::Retiring)
        return shownOnce;
    const auto goesOn = shownOnce + u' ' + RevealDialog::tr("The old one works until you retire it.");
    auto lost = key.replaced->scopes;
    lost.removeIf([&](const QString &scope) { return key.key.scopes.contains(scope); });
    return lost.isEmpty() ? goesOn
                          : goesOn + u' ' +
                                RevealDialog::tr("The server did not give the new one: %1.")
                                    .arg(core::shown(lost.join(u", "_s), 200));
}

} // namespace

RevealDialog::RevealDialog(const DialogContext &context, SecretClipboard &clipboard, const core::Revealed &revealed,
                           QWidget *parent)
    : Dialog(tr("Copy your key now"), parent),
      m_context(context),
      m_clipboard(clipboard),
      m_revealed(revealed),
      m_secret(new SecretView(this)),
      m_show(new Button(tr("Show"), Button::Look::Plain, this)),
      m_copy(new Button(tr("Copy"), Button::Look::Primary, this)),
      m_clipboardLine(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted, this)),
      m_clearNow(new Button(tr("Clear now"), Button::Look::Plain, this)),
      m_checkLine(new PlainLabel(tr("Whether the key works has not been tried."), TextRole::Small,
                                 PlainLabel::Colour::Muted, this)),
      m_check(new Button(tr("Check now"), Button::Look::Plain, this)),
      m_haveStored(new QCheckBox(tr("I have stored this key"), this)),
      m_notice(new NoticeBar(this))
{
    setMinimumWidth(leastWidth);
    setHeading(tr("Copy your key now"), occasion(revealed.key, context.organizationName()));
    addSecretRow();
    addCheckRow();
    m_notice->dismiss();
    body()->addWidget(m_haveStored);
    body()->addWidget(m_notice);
    addButtons();

    connect(m_show, &QPushButton::clicked, this, [this] { m_secret->setShown(!m_secret->isShown()); });
    connect(m_secret, &SecretView::shownChanged, m_show,
            // The view hides its secret while the dialog is being taken apart: nothing of the dialog may be asked then.
            [show = m_show](bool shown) { show->setText(shown ? tr("Hide") : tr("Show")); });
    connect(m_copy, &QPushButton::clicked, this, &RevealDialog::copy);
    connect(m_check, &QPushButton::clicked, this, &RevealDialog::check);
    connect(m_clearNow, &QPushButton::clicked, &m_clipboard, &SecretClipboard::clear);
    connect(&m_clipboard, &SecretClipboard::remainingChanged, this, &RevealDialog::showClipboard);
    connect(&m_clipboard, &SecretClipboard::wasRead, this, &RevealDialog::showClipboard);
    connect(m_haveStored, &QCheckBox::toggled, this, &RevealDialog::refresh);
    QWidget *previous = m_show;
    for (QWidget *next : std::initializer_list<QWidget *>{m_copy, m_clearNow, m_check, m_haveStored}) {
        setTabOrder(previous, next);
        previous = next;
    }
    showClipboard();
    refresh();
    m_copy->setFocus();
}

void RevealDialog::addSecretRow()
{
    m_secret->setSecret(m_revealed.key.secret, m_context.organization.organization.keyPrefix.size());
    auto *panel = new Panel;
    auto *row = new QHBoxLayout(panel);
    row->setContentsMargins(spacing::medium, spacing::medium, spacing::medium, spacing::medium);
    row->setSpacing(spacing::small);
    row->addWidget(m_secret, 1);
    row->addWidget(m_show);
    row->addWidget(m_copy);

    m_clipboardLine->setObjectName(u"clipboardLine"_s);
    m_clipboardLine->setWordWrap(true);
    auto policy = m_clearNow->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // nothing moves under the pointer when it comes
    m_clearNow->setSizePolicy(policy);
    auto *line = new QHBoxLayout;
    line->addWidget(m_clipboardLine, 1);
    line->addWidget(m_clearNow);
    body()->addWidget(panel);
    body()->addLayout(line);
}

void RevealDialog::addCheckRow()
{
    m_checkLine->setObjectName(u"checkLine"_s);
    m_checkLine->setWordWrap(true);
    m_check->setAutoDefault(false);
    auto *line = new QHBoxLayout;
    line->addWidget(m_checkLine, 1);
    line->addWidget(m_check);
    body()->addLayout(line);
}

void RevealDialog::addButtons()
{
    m_done = addPrimary(tr("Done"));
    auto *revokeInstead = addLeading(tr("Revoke it instead"));
    connect(m_done, &QPushButton::clicked, this, [this] {
        // Whoever says that the key is stored has said more than that it was copied.
        const auto way = m_haveStored->isChecked() ? core::HandOver::Stored : core::HandOver::Copied;
        finish(Accepted);
        Q_EMIT stored(way);
    });
    connect(revokeInstead, &QPushButton::clicked, this, &RevealDialog::askToRevoke);
}

void RevealDialog::copy()
{
    m_clipboard.copy(m_revealed.key.secret);
    m_copied = m_copied || m_clipboard.holdsSecret();
    showClipboard();
    refresh();
    if (!m_copied)
        m_notice->show(NoticeBar::Look::Warning,
                       tr("The clipboard did not take the key. Press “Show” and store it by hand."));
}

//! One call with the key itself, to the gateway that made it.
void RevealDialog::check()
{
    m_check->setEnabled(false);
    m_checkLine->setColour(PlainLabel::Colour::Muted);
    m_checkLine->setText(tr("Asking the gateway…"));
    const auto &key = m_revealed.key;
    core::whenDone(m_context.keys.check(m_context.reference(), key.key.id, key.secret), this,
                   [this](const core::Result<> &checked) { showCheck(checked); });
}

void RevealDialog::showCheck(const core::Result<> &checked)
{
    m_check->setEnabled(true);
    m_checkLine->setColour(checked ? PlainLabel::Colour::Good : PlainLabel::Colour::Bad);
    const auto time = m_context.clock.now().toLocalTime().toString(u"HH:mm"_s);
    const bool isOurs = m_context.can == core::Capabilities();
    if (checked)
        m_checkLine->setText(isOurs ? tr("The key works: 200 from GET /api/v1/whoami at %1.").arg(time)
                                    : tr("The key works: the gateway accepted it at %1.").arg(time));
    else if (checked.error().kind == core::Error::Kind::Unauthorized)
        m_checkLine->setText(tr("The gateway refuses this key: it may have been revoked meanwhile."));
    else
        m_checkLine->setText(words::message(checked.error()));
}

void RevealDialog::showClipboard()
{
    const bool holds = m_copied && m_clipboard.holdsSecret();
    m_clearNow->setVisible(holds);
    m_clipboardLine->setColour(m_copied && m_clipboard.wasReadAtOnce() ? PlainLabel::Colour::Warning
                                                                       : PlainLabel::Colour::Muted);
    if (holds)
        m_clipboardLine->setText(tr("Copied. Cleared in %1 s.").arg(m_clipboard.remaining().count()) + readWords());
    else if (m_copied)
        m_clipboardLine->setText(tr("The clipboard no longer holds the key.") + readWords());
    else
        m_clipboardLine->setText(tr("The clipboard is cleared %1 s after copying, and kept out of clipboard history.")
                                     .arg(m_clipboard.life().count()));
}

//! Who pastes is told that it was seen; who did not is told that somebody else did.
QString RevealDialog::readWords() const
{
    const int reads = m_clipboard.reads();
    if (reads == 0)
        return {};
    if (m_clipboard.wasReadAtOnce())
        return u' ' + tr("A program read it as soon as it was there, and may have kept it.");
    return u' ' + (reads == 1 ? tr("It was read once.") : tr("It was read %1 times.").arg(reads));
}

void RevealDialog::refresh()
{
    m_done->setEnabled(m_copied || m_haveStored->isChecked());
    if (m_done->isEnabled())
        m_notice->dismiss();
}

void RevealDialog::reject()
{
    if (isPending())
        return;
    if (m_done->isEnabled())
        m_notice->show(NoticeBar::Look::Neutral,
                       tr("Press “Done” to close: the secret cannot be read again after that."));
    else
        m_notice->show(
            NoticeBar::Look::Warning,
            tr("Copy the key, or tick “I have stored this key”, before this closes: it cannot be read again."));
}

void RevealDialog::askToRevoke()
{
    m_notice->show(NoticeBar::Look::Bad,
                   m_revealed.key.replaced ? tr("Revoke the new secret? It stops working at once and for good. The old "
                                                "one still ends when it was going to.")
                                           : tr("Revoke the key? It stops working at once and for good."));
    m_notice->addAction(tr("Revoke key"), [this] { revoke(); });
    m_notice->addAction(tr("Keep it"), [this] { m_notice->dismiss(); });
}

void RevealDialog::revoke()
{
    clearFailure();
    const auto revokeIt = [keys = &m_context.keys, intent = m_revealed.intentId] {
        return keys->revokeInterrupted(intent);
    };
    run(m_context.confirmation.guard(m_context.reference(), this, revokeIt), [this](const std::monostate &) {
        m_clipboard.clear();
        finish(Rejected);
        Q_EMIT revokedInstead();
    });
}

void RevealDialog::finish(int result)
{
    m_secret->forget();
    m_revealed.key.secret = {};
    done(result);
}

} // namespace ui
