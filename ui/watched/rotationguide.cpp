#include "ui/watched/rotationguide.h"

#include "core/base/clock.h"
#include "core/services/watched/tokenexpiry.h"
#include "core/storage/watchedstore.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/secretclipboard.h"
#include "ui/watched/checkresult.h"
#include "ui/watched/checkwords.h"
#include "ui/watched/guidestep.h"
#include "ui/watched/keepchoice.h"
#include "ui/watched/secretfield.h"

#include <QComboBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

RotationGuide::RotationGuide(const WatchContext &context, const WatchedPlace &old, QWidget *parent)
    : Dialog(tr("Rotate key"), parent), m_context(context), m_old(old), m_line(new PlainLabel)
{
    setMinimumWidth(keyFormWidth);
    const std::array<QString, 6> titles{tr("Make a new key at %1").arg(old.provider.name),
                                        tr("Register the new key"),
                                        tr("Check that it works"),
                                        tr("Hand it over to whoever uses it"),
                                        tr("Revoke the old key at %1").arg(old.provider.name),
                                        tr("Prove that the old key is dead")};
    auto *steps = new QVBoxLayout;
    steps->setSpacing(spacing::small);
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        m_steps[i] = new GuideStep(static_cast<int>(i) + 1, titles[i]);
        steps->addWidget(m_steps[i]);
    }
    body()->addLayout(steps);
    buildMaking();
    buildRegistering();
    buildChecking();
    buildHandingOver();
    buildRevoking();
    buildProving();
    m_line->setObjectName(u"guideLine"_s);
    m_line->setWordWrap(true);
    m_line->setColour(PlainLabel::Colour::Bad);
    m_line->hide();
    body()->addWidget(m_line);
    auto *close = addSecondary(tr("Go on later"));
    connect(close, &QPushButton::clicked, this, &RotationGuide::reject);
    m_tick.setSingleShot(true);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &RotationGuide::refresh);
    connect(&m_context.keys, &core::WatchedKeys::changed, this, &RotationGuide::read);
    read();
}

int RotationGuide::stepReached() const
{
    if (m_new.key.id.isEmpty())
        return m_isMade ? Register : Make;
    const bool works = m_new.key.lastCheck && (m_new.key.lastCheck->outcome == core::CheckOutcome::Valid ||
                                               m_new.key.lastCheck->outcome == core::CheckOutcome::NotPermitted);
    if (!m_new.key.handedOver)
        return works ? HandOver : Check;
    return m_old.key.revokedThereAt.isValid() ? Prove : Revoke;
}

void RotationGuide::read()
{
    const auto old = m_context.keys.store().key(m_old.key.id);
    if (!old)
        return reject(); // it is no longer watched
    m_old.key = *old;
    if (const auto fresh = watchedPlace(m_context.keys, m_old.key.replacedBy))
        m_new = *fresh;
    if (m_old.key.endedAt.isValid() && !m_new.key.id.isEmpty() && !isPending()) {
        accept();
        Q_EMIT finished(m_new.key.id);
        return;
    }
    refresh();
}

//! Both keys bear one name: by their hints the old one is told from the new one, here and on the provider's page.
void RotationGuide::showHeading()
{
    auto sentence = tr("Only %1 can make and revoke its keys. This leads through it, and remembers how far you came.")
                        .arg(m_old.provider.name);
    if (!m_new.key.id.isEmpty() && m_new.key.hint != m_old.key.hint)
        sentence += u' ' + tr("Old key: %1. New key: %2.").arg(shownName(m_old.key.hint), shownName(m_new.key.hint));
    setHeading(tr("Rotate “%1”").arg(shownName(m_old.key.name)), sentence);
}

void RotationGuide::refresh()
{
    showHeading();
    const int reached = stepReached();
    // From the last: the step whose turn it is opens before the one before closes and gives the keyboard on.
    for (int i = static_cast<int>(m_steps.size()) - 1; i >= 0; --i)
        m_steps[static_cast<std::size_t>(i)]->setState(i < reached    ? GuideStep::State::Done
                                                       : i == reached ? GuideStep::State::Current
                                                                      : GuideStep::State::Waiting);
    m_register->setEnabled(!m_secret->secret().isEmpty() && m_secret->fault().isEmpty());
    if (!m_new.key.id.isEmpty())
        m_newCall->setText(checkwords::announcement(m_new));
    refreshCheck(m_new, m_newCheck);
    refreshCheck(m_old, m_oldCheck);
    m_copy->setVisible(m_new.key.secretKept || !m_fresh.isEmpty());
}

void RotationGuide::refreshCheck(const WatchedPlace &place, const CheckParts &parts)
{
    const auto &key = place.key;
    const bool isNew = &place == &m_new;
    const bool needsSecret = !key.secretKept && (!isNew || m_fresh.isEmpty());
    parts.field->setVisible(needsSecret);
    const auto now = m_context.clock.now();
    // What was said before it was revoked proves nothing.
    const bool counts = key.lastCheck && (isNew || key.lastCheck->at >= key.revokedThereAt);
    parts.result->setVisible(counts);
    if (counts)
        parts.result->show(*key.lastCheck, place, now);
    const auto waiting = key.lastCheck ? checkwords::waiting(*key.lastCheck, place, now) : QString();
    const bool hasSecret = !needsSecret || (!parts.secret->secret().isEmpty() && parts.secret->fault().isEmpty());
    parts.button->setEnabled(waiting.isEmpty() && hasSecret);
    parts.button->setToolTip(waiting.toHtmlEscaped());
    if (!waiting.isEmpty())
        m_tick.start();
}

const core::WatchedKind &RotationGuide::newKind() const
{
    return m_old.watching().kinds.at(std::max(m_kind->currentIndex(), 0));
}

void RotationGuide::registerKey()
{
    m_line->hide();
    core::NewWatchedKey key;
    key.kindId = newKind().id;
    key.name = m_old.key.name;
    key.note = m_old.key.note;
    key.owner = m_old.key.owner;
    key.scopes = m_old.key.scopes;
    key.expiresAt = core::expiryIn(m_secret->secret());
    key.keepSecret = m_keep->keepsSecret();
    key.replaces = m_old.key.id;
    run(m_context.keys.add(m_old.organization, key, m_secret->secret()), [this](const core::RegisteredKey &made) {
        m_fresh = m_secret->secret();
        m_secret->clear();
        Q_EMIT registered(made);
        read();
    });
}

void RotationGuide::checkWith(const core::WatchedKey &key, const SecretField &secret)
{
    m_line->hide();
    clearFailure();
    const bool isFresh = key.id == m_new.key.id && !m_fresh.isEmpty();
    const auto &given = isFresh ? m_fresh : secret.secret();
    run(given.isEmpty() ? m_context.keys.check(key.id) : m_context.keys.check(key.id, given),
        [this](const core::KeyCheck &) { read(); });
}

void RotationGuide::copyNew()
{
    if (!m_fresh.isEmpty()) {
        m_context.clipboard.copy(m_fresh);
        return;
    }
    run(m_context.keys.secretOf(m_new.key.id), [this](const core::Secret &secret) {
        m_fresh = secret;
        m_context.clipboard.copy(m_fresh);
        refresh();
    });
}

void RotationGuide::noteHandedOver(core::HandOver way)
{
    if (const auto noted = m_context.keys.noteHandedOver(m_new.key.id); !noted)
        return showFailure(noted.error());
    Q_EMIT handedOver(m_new.key.id, way);
}

void RotationGuide::noteRevoked()
{
    if (const auto noted = m_context.keys.noteRevokedThere(m_old.key.id); !noted)
        showFailure(noted.error());
}

void RotationGuide::failed(const core::Error &error)
{
    refresh();
    if (error.kind == core::Error::Kind::Protocol)
        m_line->setText(tr("This is another key: nothing was sent."));
    else if (error.kind == core::Error::Kind::Conflict && error.facts.contains(u"name"_s))
        m_line->setText(tr("This key is watched already, as “%1”. Make a new one at %2.")
                            .arg(shownName(error.facts.value(u"name"_s)), m_old.provider.name));
    else
        return Dialog::failed(error);
    m_line->show();
}

} // namespace ui
