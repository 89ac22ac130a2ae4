#include "ui/keys/extenddialog.h"

#include "core/base/clock.h"
#include "core/domain/keyrules.h"
#include "core/services/keys.h"
#include "ui/keys/confirmation.h"
#include "ui/keys/revokefacts.h"
#include "ui/keys/spanchoice.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ui {

ExtendDialog::ExtendDialog(const DialogContext &context, const core::Key &key, QWidget *parent)
    : Dialog(tr("Extend overlap"), parent),
      m_context(context),
      m_key(key),
      m_span(new SpanChoice(tr("Longer by"), {{tr("1 hour"), 1h}, {tr("24 hours"), 24h}, {tr("7 days"), 7 * 24h}}, 1)),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted))
{
    setMinimumWidth(keyDialogWidth);
    setHeading(tr("Extend the overlap of “%1”?").arg(shownName(key.name)),
               tr("%1 · %2. It works until %3. Its callers get more time to switch to the new key.")
                   .arg(context.organizationName(), shownName(key.hint), dayAndTime(key.retiresAt)));
    m_line->setObjectName(u"overlapLine"_s);
    m_line->setWordWrap(true);
    body()->addWidget(new RevokeFacts(key, context.clock.now()));
    body()->addWidget(new PlainLabel(tr("Old key works longer by"), TextRole::Strong));
    body()->addWidget(m_span);
    body()->addWidget(m_line);
    m_extend = addPrimary(tr("Extend overlap"));
    auto *cancel = addSecondary(tr("Cancel"));
    connect(m_span, &SpanChoice::changed, this, &ExtendDialog::refresh);
    connect(m_extend, &QPushButton::clicked, this, &ExtendDialog::extend);
    connect(cancel, &QPushButton::clicked, this, &ExtendDialog::reject);
    m_span->focusChosen();
    refresh();
}

//! What is asked for, as far as the gateway allows it: no more than the longest overlap from now.
QDateTime ExtendDialog::end() const
{
    const auto now = m_context.clock.now();
    const auto wanted = std::max(now, m_key.retiresAt).addSecs(m_span->span().count());
    return std::min(wanted, core::keyrules::retirement(m_key, core::keyrules::longestOverlap, now));
}

void ExtendDialog::refresh()
{
    const auto until = end();
    const bool longer = until > m_key.retiresAt;
    m_extend->setEnabled(longer && !isPending());
    if (!longer)
        m_line->setText(tr("It cannot work longer: that is the longest overlap, or when it expires by itself."));
    else if (until == m_key.expiresAt)
        m_line->setText(tr("It will work until %1, when it expires by itself.").arg(dayAndTime(until)));
    else
        m_line->setText(tr("It will work until %1.").arg(dayAndTime(until)));
}

void ExtendDialog::extend()
{
    clearFailure();
    const auto extendIt = [keys = &m_context.keys, organization = m_context.reference(), key = m_key, until = end()] {
        return keys->setRetirement(organization, key, until);
    };
    run(m_context.confirmation.guard(m_context.reference(), this, extendIt), [this](const core::Key &key) {
        accept();
        Q_EMIT extended(key);
    });
}

} // namespace ui
