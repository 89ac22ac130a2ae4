#include "ui/keys/rotatedialog.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/domain/keyrules.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/expirychoice.h"
#include "ui/keys/revokefacts.h"
#include "ui/keys/spanchoice.h"
#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"

#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ui {

RotateDialog::RotateDialog(const DialogContext &context, const core::Key &key, QWidget *parent)
    : Dialog(tr("Rotate key"), parent),
      m_context(context),
      m_key(key),
      m_overlap(new SpanChoice(tr("Overlap"),
                               {{tr("None"), 0s}, {tr("1 hour"), 1h}, {tr("24 hours"), 24h}, {tr("7 days"), 7 * 24h}},
                               2, this)),
      m_overlapLine(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted, this)),
      m_expiry(new ExpiryChoice(tr("New key expires"), context.organization.organization.policy, context.clock, this)),
      m_warning(new NoticeBar(this))
{
    setMinimumWidth(keyDialogWidth);
    setHeading(tr("Rotate “%1”").arg(shownName(key.name)),
               tr("%1 · %2 · created %3. %4 The old one keeps working while you switch.")
                   .arg(context.organizationName(), shownName(key.hint), words::date(key.createdAt),
                        choosesScopes()
                            ? tr("A new secret with the same name and scopes.")
                            : tr("A second key with the same name, and the scopes that this server gives every "
                                 "new key.")));
    m_expiry->setObjectName(u"expires"_s);
    body()->addWidget(overlapPart());
    m_overlap->setVisible(endsByItself());
    body()->addWidget(m_expiry);
    body()->addWidget(m_warning);
    m_rotate = addPrimary(tr("Rotate key"));
    auto *cancel = addSecondary(tr("Cancel"));

    connect(m_overlap, &SpanChoice::changed, this, &RotateDialog::refresh);
    connect(m_expiry, &ExpiryChoice::changed, this, &RotateDialog::refresh);
    connect(m_rotate, &QPushButton::clicked, this, &RotateDialog::submit);
    connect(cancel, &QPushButton::clicked, this, &RotateDialog::reject);
    // "until 10:04" moves on while the dialog is open.
    auto *minute = new QTimer(this);
    connect(minute, &QTimer::timeout, this, &RotateDialog::refresh);
    minute->start(20s);
    if (endsByItself())
        m_overlap->focusChosen();
    refresh();
}

QWidget *RotateDialog::overlapPart()
{
    m_overlapLine->setObjectName(u"overlapLine"_s);
    m_overlapLine->setWordWrap(true);

    auto *part = new QWidget(this); // elsewhere the overlap would come last for Tab
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins({});
    layout->setSpacing(spacing::hair);
    layout->addWidget(new PlainLabel(tr("Old key keeps working for"), TextRole::Strong));
    layout->addWidget(m_overlap);
    layout->addWidget(m_overlapLine);
    return part;
}

bool RotateDialog::choosesScopes() const
{
    return m_context.can.scopes != core::Capabilities::Scopes::Fixed;
}

//! What the old key can do and the new one will not, as far as is known before; empty: nothing.
QString RotateDialog::lostScopes() const
{
    const auto &given = m_context.organization.scopes;
    if (choosesScopes() || given.isEmpty())
        return {};
    auto lost = m_key.scopes;
    lost.removeIf([&](const QString &name) {
        return std::any_of(given.begin(), given.end(), [&](const core::Scope &scope) { return scope.name == name; });
    });
    return core::shown(lost.join(u", "_s), 200);
}

bool RotateDialog::endsByItself() const
{
    return m_context.can.rotation == core::Capabilities::Rotation::Overlap;
}

QString RotateDialog::consequence(const QDateTime &now) const
{
    if (!endsByItself())
        return tr("The old key works until you revoke it: this server does not end it by itself. The rotation stays on "
                  "the Rotations page until then.");
    if (m_overlap->span() == 0s)
        return tr("The old key stops working at once.");
    const auto until = core::keyrules::retirement(m_key, m_overlap->span(), now);
    const bool byItself = m_key.expiresAt.isValid() && until == m_key.expiresAt;
    return byItself ? tr("The old key works until %1, when it expires by itself.").arg(dayAndTime(until))
                    : tr("The old key works until %1.").arg(dayAndTime(until));
}

void RotateDialog::refresh()
{
    const auto now = m_context.clock.now();
    m_overlapLine->setText(consequence(now));
    m_rotate->setEnabled(m_expiry->fault().isEmpty() && !isPending());

    if (const auto lost = lostScopes(); !lost.isEmpty()) {
        const auto sentence = tr("The new key will not be able to do what the old one can: %1. Create it at the "
                                 "server's own page instead, if it is needed.")
                                  .arg(lost);
        if (m_warning->sentence() != sentence || m_warning->isHidden())
            m_warning->show(NoticeBar::Look::Warning, sentence);
        return;
    }
    if (!wasUsedRecently(m_key, now)) {
        m_warning->dismiss();
        return;
    }
    const auto when = words::relative(m_key.lastUsed->at, now);
    const auto from = core::shown(m_key.lastUsed->address, 64);
    const auto used = from.isEmpty() ? tr("The old key was used %1.").arg(when)
                                     : tr("The old key was used %1 from %2.").arg(when, from);
    const auto until = core::keyrules::retirement(m_key, m_overlap->span(), now);
    const auto callers = !endsByItself()           ? tr("Revoke it when its callers have switched.")
                         : m_overlap->span() == 0s ? tr("Its callers fail at once, until they have the new secret.")
                                                   : tr("Its callers must switch before %1.").arg(dayAndTime(until));
    if (const auto sentence = used + u' ' + callers; m_warning->sentence() != sentence || m_warning->isHidden())
        m_warning->show(NoticeBar::Look::Warning, sentence);
}

void RotateDialog::submit()
{
    if (isPending() || !m_rotate->isEnabled())
        return;
    clearFailure();
    const core::RotationRequest request{m_overlap->span(), m_expiry->expiresAt()};
    const auto rotate = [keys = &m_context.keys, organization = m_context.reference(), key = m_key, request] {
        return keys->rotate(organization, key, request);
    };
    run(m_context.confirmation.guard(m_context.reference(), this, rotate), [this](const core::Revealed &revealed) {
        accept();
        Q_EMIT rotated(revealed);
    });
}

void RotateDialog::failed(const core::Error &error)
{
    if (error.kind == core::Error::Kind::OutcomeUnknown) {
        reject();
        Q_EMIT leftUnknown(error);
        return;
    }
    const auto expiry = words::fieldMessage(error, u"expires_at"_s);
    m_expiry->setError(expiry);
    if (expiry.isEmpty())
        Dialog::failed(error);
    refresh();
}

} // namespace ui
