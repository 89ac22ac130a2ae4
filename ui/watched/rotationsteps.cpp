// What stands in the steps of a RotationGuide.
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/plainlabel.h"
#include "ui/watched/checkresult.h"
#include "ui/watched/checkwords.h"
#include "ui/watched/guidestep.h"
#include "ui/watched/rotationguide.h"
#include "ui/watched/secretfield.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace ui {

Button *RotationGuide::addButton(GuideStep &step, const QString &text, bool primary)
{
    auto *button = new Button(text, primary ? Button::Look::Primary : Button::Look::Plain);
    button->setAutoDefault(false);
    step.content()->addWidget(button, 0, Qt::AlignLeft);
    return button;
}

void RotationGuide::addWords(GuideStep &step, const QString &text, bool isWarning)
{
    if (text.isEmpty())
        return;
    auto *words =
        new PlainLabel(text, TextRole::Small, isWarning ? PlainLabel::Colour::Warning : PlainLabel::Colour::Muted);
    words->setWordWrap(true);
    step.content()->addWidget(words);
}

void RotationGuide::addPageButton(GuideStep &step)
{
    const auto page = m_old.dashboard();
    if (page.isEmpty())
        return;
    auto *open = addButton(step, tr("Open provider's page"));
    connect(open, &QPushButton::clicked, this, [page] { openProviderPage(page); });
}

void RotationGuide::buildMaking()
{
    auto &step = *m_steps[Make];
    addWords(step, m_old.watching().dashboardWay);
    addWords(step, m_old.kind.warning, true);
    addPageButton(step);
    auto *made = addButton(step, tr("I have a new key"), true);
    made->setObjectName(u"made"_s);
    connect(made, &QPushButton::clicked, this, [this] {
        m_isMade = true;
        refresh();
        m_secret->setFocus();
    });
}

void RotationGuide::buildRegistering()
{
    auto &step = *m_steps[Register];
    m_kind = new QComboBox;
    m_kind->setObjectName(u"newKind"_s);
    const auto preferred = m_old.kind.betterKind.isEmpty() ? m_old.kind.id : m_old.kind.betterKind;
    for (const auto &kind : m_old.watching().kinds) {
        m_kind->addItem(kind.name);
        if (kind.id == preferred)
            m_kind->setCurrentIndex(m_kind->count() - 1);
    }
    auto *kinds = new Field(tr("Kind of key"), m_kind);
    kinds->setVisible(m_kind->count() > 1);
    m_secret = new SecretField(m_context.clipboard);
    m_keep = new QRadioButton(tr("Keep the secret in the keychain"));
    auto *fingerprint = new QRadioButton(tr("Keep only its fingerprint"));
    (m_old.key.secretKept ? m_keep : fingerprint)->setChecked(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_keep);
    row->addWidget(fingerprint);
    row->addStretch();
    step.content()->addWidget(kinds);
    step.content()->addWidget(new Field(tr("New key"), m_secret));
    step.content()->addLayout(row);
    m_register = addButton(step, tr("Register"), true);
    m_register->setObjectName(u"registerNew"_s);
    connect(m_secret, &SecretField::changed, this, &RotationGuide::refresh);
    connect(m_register, &QPushButton::clicked, this, &RotationGuide::registerKey);
}

void RotationGuide::buildChecking()
{
    auto &step = *m_steps[Check];
    m_newCall = new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted);
    m_newCall->setWordWrap(true);
    step.content()->addWidget(m_newCall);
    m_newAgain = new SecretField(m_context.clipboard);
    m_newResult = new CheckResult;
    step.content()->addWidget(m_newAgain);
    m_checkNew = addButton(step, tr("Check now"), true);
    m_checkNew->setObjectName(u"checkNew"_s);
    step.content()->addWidget(m_newResult);
    connect(m_newAgain, &SecretField::changed, this, &RotationGuide::refresh);
    connect(m_checkNew, &QPushButton::clicked, this, [this] { checkWith(m_new.key, *m_newAgain); });
}

void RotationGuide::buildHandingOver()
{
    auto &step = *m_steps[HandOver];
    addWords(step,
             tr("Both keys work now. Put the new one wherever the old one is used, and wait until all callers have "
                "switched."));
    m_copy = addButton(step, tr("Copy the new key"));
    auto *stored = addButton(step, tr("All callers have it"), true);
    stored->setObjectName(u"handedOver"_s);
    connect(m_copy, &QPushButton::clicked, this, &RotationGuide::copyNew);
    connect(stored, &QPushButton::clicked, this, [this] { noteHandedOver(core::HandOver::Stored); });
}

void RotationGuide::buildRevoking()
{
    auto &step = *m_steps[Revoke];
    addWords(step, m_old.watching().dashboardWay);
    addWords(step, m_old.kind.endingHint, true);
    if (!m_old.kind.endingCall.isEmpty())
        addWords(step, tr("The call: %1").arg(m_old.kind.endingCall));
    addPageButton(step);
    auto *revoked = addButton(step, tr("I have revoked the old key"), true);
    revoked->setObjectName(u"revokedThere"_s);
    connect(revoked, &QPushButton::clicked, this, &RotationGuide::noteRevoked);
}

void RotationGuide::buildProving()
{
    auto &step = *m_steps[Prove];
    addWords(step, tr("The old key is checked once more: %1 must refuse it. Then it is marked as ended here.")
                       .arg(m_old.provider.name));
    addWords(step, checkwords::announcement(m_old));
    m_oldAgain = new SecretField(m_context.clipboard);
    m_oldResult = new CheckResult;
    step.content()->addWidget(m_oldAgain);
    m_prove = addButton(step, tr("Check the old key"), true);
    m_prove->setObjectName(u"checkOld"_s);
    step.content()->addWidget(m_oldResult);
    connect(m_oldAgain, &SecretField::changed, this, &RotationGuide::refresh);
    connect(m_prove, &QPushButton::clicked, this, [this] { checkWith(m_old.key, *m_oldAgain); });
}

} // namespace ui
