#include "ui/watched/checkdialog.h"

#include "core/base/clock.h"
#include "core/services/watched/watchedkeys.h"
#include "core/storage/watchedstore.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"
#include "ui/watched/checkresult.h"
#include "ui/watched/checkwords.h"
#include "ui/watched/secretfield.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

CheckDialog::CheckDialog(const WatchContext &context, const WatchedPlace &place, QWidget *parent)
    : Dialog(tr("Check key"), parent),
      m_context(context),
      m_place(place),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted)),
      m_result(new CheckResult)
{
    setMinimumWidth(keyDialogWidth);
    setHeading(
        tr("Check “%1”").arg(shownName(place.key.name)),
        tr("%1 · %2. %3")
            .arg(shownName(place.organization.name), shownName(place.key.hint), checkwords::announcement(place)));
    if (!place.key.secretKept) {
        m_secret = new SecretField(context.clipboard);
        body()->addWidget(new Field(
            tr("Key"), m_secret, tr("Only its fingerprint is kept here, so it is needed once more. It is not kept.")));
        connect(m_secret, &SecretField::changed, this, &CheckDialog::refresh);
    }
    m_line->setObjectName(u"checkLine"_s);
    m_line->setWordWrap(true);
    body()->addWidget(m_line);
    body()->addWidget(m_result);
    m_result->hide();
    m_check = addPrimary(tr("Check now"));
    auto *close = addSecondary(tr("Close"));
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &CheckDialog::refresh);
    connect(m_check, &QPushButton::clicked, this, &CheckDialog::check);
    connect(close, &QPushButton::clicked, this, &CheckDialog::reject);
    refresh();
}

void CheckDialog::check()
{
    clearFailure();
    const auto &id = m_place.key.id;
    run(m_secret != nullptr ? m_context.keys.check(id, m_secret->secret()) : m_context.keys.check(id),
        [this](const core::KeyCheck &) { refresh(); });
}

void CheckDialog::failed(const core::Error &error)
{
    refresh();
    if (error.kind != core::Error::Kind::Protocol)
        return Dialog::failed(error);
    m_line->setText(tr("This is another key: nothing was sent."));
    m_line->setVisible(true);
}

void CheckDialog::refresh()
{
    if (const auto key = m_context.keys.store().key(m_place.key.id))
        m_place.key = *key;
    const auto now = m_context.clock.now();
    const auto &last = m_place.key.lastCheck;
    const auto waiting = last ? checkwords::waiting(*last, m_place, now) : QString();
    if (last)
        m_result->show(*last, m_place, now);
    m_line->setText(tr("It has not been checked from here yet."));
    m_line->setVisible(!last);
    const bool hasSecret = m_secret == nullptr || (!m_secret->secret().isEmpty() && m_secret->fault().isEmpty());
    m_check->setEnabled(hasSecret && waiting.isEmpty() && !isPending());
    m_check->setToolTip(waiting.toHtmlEscaped());
    if (waiting.isEmpty())
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
}

} // namespace ui
