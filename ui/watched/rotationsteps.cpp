// What stands in the steps of a RotationGuide.
#include "ui/kit/button.h"
#include "ui/kit/field.h"
#include "ui/kit/flowlayout.h"
#include "ui/kit/plainlabel.h"
#include "ui/watched/checkresult.h"
#include "ui/watched/checkwords.h"
#include "ui/watched/guidestep.h"
#include "ui/watched/keepchoice.h"
#include "ui/watched/providerpage.h"
#include "ui/watched/rotationguide.h"
#include "ui/watched/secretfield.h"

#include <QComboBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

QLayout &RotationGuide::addRow(GuideStep &step)
{
    auto *row = new QWidget;
    auto *flow = new FlowLayout(spacing::small, row);
    step.content()->addWidget(row);
    return *flow;
}

Button *RotationGuide::addButton(QLayout &row, const QString &text, bool primary)
{
    auto *button = new Button(text, primary ? Button::Look::Primary : Button::Look::Plain);
    button->setAutoDefault(false);
    row.addWidget(button);
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

void RotationGuide::addPageButton(QLayout &row)
{
    auto *page = new ProviderPage(m_context.openPage);
    row.addWidget(page);
    page->setAddress(m_old.dashboard());
}

RotationGuide::CheckParts RotationGuide::addCheck(GuideStep &step, const QString &keyLabel, const QString &buttonText)
{
    CheckParts parts;
    parts.secret = new SecretField(m_context.clipboard);
    parts.field =
        new Field(keyLabel, parts.secret, tr("Only its fingerprint is kept here, so it is needed once more."));
    parts.result = new CheckResult;
    step.content()->addWidget(parts.field);
    parts.button = addButton(addRow(step), buttonText, true);
    step.content()->addWidget(parts.result);
    connect(parts.secret, &SecretField::changed, this, &RotationGuide::refresh);
    return parts;
}

void RotationGuide::buildMaking()
{
    auto &step = *m_steps[Make];
    addWords(step, m_old.watching().dashboardWay);
    addWords(step, m_old.kind.warning, true);
    auto &row = addRow(step);
    addPageButton(row);
    auto *made = addButton(row, tr("I have a new key"), true);
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
    m_keep = new KeepChoice(m_old.key.secretKept);
    step.content()->addWidget(kinds);
    step.content()->addWidget(new Field(tr("New key"), m_secret));
    step.content()->addWidget(m_keep);
    m_register = addButton(addRow(step), tr("Register"), true);
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
    m_newCheck = addCheck(step, tr("New key"), tr("Check now"));
    m_newCheck.button->setObjectName(u"checkNew"_s);
    connect(m_newCheck.button, &QPushButton::clicked, this, [this] { checkWith(m_new.key, *m_newCheck.secret); });
}

void RotationGuide::buildHandingOver()
{
    auto &step = *m_steps[HandOver];
    addWords(step,
             tr("Both keys work now. Put the new one wherever the old one is used, and wait until all callers have "
                "switched."));
    auto &row = addRow(step);
    m_copy = addButton(row, tr("Copy the new key"));
    auto *stored = addButton(row, tr("All callers have it"), true);
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
    auto &row = addRow(step);
    addPageButton(row);
    auto *revoked = addButton(row, tr("I have revoked the old key"), true);
    revoked->setObjectName(u"revokedThere"_s);
    connect(revoked, &QPushButton::clicked, this, &RotationGuide::noteRevoked);
}

void RotationGuide::buildProving()
{
    auto &step = *m_steps[Prove];
    addWords(step, tr("The old key is checked once more: %1 must refuse it. Then it is marked as ended here.")
                       .arg(m_old.provider.name));
    addWords(step, checkwords::announcement(m_old));
    m_oldCheck = addCheck(step, tr("Old key"), tr("Check the old key"));
    m_oldCheck.button->setObjectName(u"checkOld"_s);
    connect(m_oldCheck.button, &QPushButton::clicked, this, [this] { checkWith(m_old.key, *m_oldCheck.secret); });
}

} // namespace ui
